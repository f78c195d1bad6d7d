using System.Collections.Concurrent;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;

namespace CSysdig.Views.Screens;

/// <summary>The views that have no row for a selection, found out one after the other on a thread of its own, until it is disposed.</summary>
sealed class EmptyViews : IDisposable
{
    /// <summary>A first row soon shows itself; that there is none is known at the end.</summary>
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    readonly ConcurrentDictionary<string, bool> _empty = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _closing = new();

    public EmptyViews(CaptureHistory history, Selection selection, IReadOnlyList<ViewDefinition> views) =>
        Task.Factory.StartNew(() => Look(history, selection, views), _closing.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public int Count => _empty.Count;

    public bool Contains(ViewDefinition view) => _empty.ContainsKey(view.Id);

    public void Dispose() => _closing.Cancel();

    void Look(CaptureHistory history, Selection selection, IReadOnlyList<ViewDefinition> views)
    {
        try
        {
            foreach (var view in views.Where(view => view.NeedsLatency && !history.State.TellsLatency))
                _empty[view.Id] = true;
            // What is still being read may fill any of the others.
            history.Completion.Wait(_closing.Token);
            foreach (var view in views)
                if (view.Kind == ViewKind.Table ? !HasRow(history, view, selection) : !HasEvent(history, view, selection))
                    _empty[view.Id] = true;
        }
        catch (Exception e) when (e is OperationCanceledException or FilterException or FieldException)
        {
            // Nobody looks any more, or the selection's own screen says what is wrong with it.
        }
    }

    bool HasRow(CaptureHistory history, ViewDefinition view, Selection selection)
    {
        using var run = TableRun.Start(history, view.ToTableQuery(selection.FilterFor(view), selection.Depth));
        while (run.Result is not { RowCount: > 0 } && !run.Completion.Wait((int)s_look.TotalMilliseconds, _closing.Token)) { }
        return run.Result is { RowCount: > 0 };
    }

    bool HasEvent(CaptureHistory history, ViewDefinition view, Selection selection)
    {
        using var run = RowRun.Start(history, new RowQuery(selection.FilterFor(view)));
        while (run.Count == 0 && !run.Completion.Wait((int)s_look.TotalMilliseconds, _closing.Token)) { }
        return run.Count > 0;
    }
}
