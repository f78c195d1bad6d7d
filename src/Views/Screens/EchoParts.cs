using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>
/// The two parts of what a selection read and wrote: its conversation (network, terminals, pipes), which is what somebody wants to see first,
/// and everything, files and what counts or wakes (event fds, timers) with it. A selection of certain fds has one part alone.
/// </summary>
sealed class EchoParts : IDisposable
{
    // Of a terminal that was handed over by a message nothing is known: it is not among files.
    const string Conversation = "not fd.type in (file, directory, event, timerfd, signalfd, inotify) or fd.name startswith /dev/pts/ or fd.name startswith /dev/tty or fd.name in (/dev/ptmx, /dev/console)";
    const string OfFds = "fd.";

    readonly IScreenHost _host;
    readonly string _filter;
    readonly long _began;
    readonly EchoResult? _conversation;
    readonly TableRun? _files;
    EchoResult? _all;
    TableResult? _seen;

    /// <param name="all">Begins with everything.</param>
    /// <exception cref="Model.Filters.Syntax.FilterException">The filter can't be read.</exception>
    /// <exception cref="Model.Fields.FieldException">A field of it does not exist.</exception>
    public EchoParts(IScreenHost host, Selection selection, bool all)
    {
        (_host, _filter, _began) = (host, selection.Filter, host.History.End);
        if (selection.Steps.Any(step => step.Field.StartsWith(OfFds, StringComparison.Ordinal)))
        {
            Shown = All;
            return;
        }
        _conversation = EchoResult.Start(host.History, Selection.Combine(_filter, Conversation));
        _files = TableRun.Start(host.History, new TableQuery
        {
            Filter = Selection.Combine(_filter, $"evt.is_io=true and not ({Conversation})"),
            KeyField = "evt.type",
            Columns = [new QueryColumn("evt.buflen", Aggregation.Sum)],
            WithThreads = false,
        });
        Shown = all ? All : _conversation;
    }

    public EchoResult Shown { get; private set; }

    /// <summary>What is shown leaves files out.</summary>
    public bool LeavesOut => Shown == _conversation;

    /// <summary>How many bytes of files there are.</summary>
    public double OfFiles => _files?.Result is { } files ? Enumerable.Range(0, files.RowCount).Sum(row => files.Number(row, 0)) : 0;

    /// <summary>There are both parts.</summary>
    public bool AreTwo => _conversation?.Rows.Count > 0 && OfFiles > 0;

    /// <summary>More is known of the files than when this was asked last.</summary>
    public bool KnowsMore()
    {
        var before = _seen;
        _seen = _files?.Result;
        return _seen != before;
    }

    EchoResult All => _all ??= EchoResult.Start(_host.History, _filter);

    public void Turn() => Shown = LeavesOut ? All : _conversation!;

    /// <summary>Where there is no conversation everything is shown; true when that has come out now.</summary>
    public bool GiveWay()
    {
        // What is found is told before that it was asked for.
        if (!LeavesOut || _conversation!.Rows.RowsAsked < _began && !_conversation.Rows.Completion.IsCompleted || _conversation.Rows.Count > 0)
            return false;
        Turn();
        return true;
    }

    public void Dispose()
    {
        _conversation?.Rows.Dispose();
        _all?.Rows.Dispose();
        _files?.Dispose();
    }
}
