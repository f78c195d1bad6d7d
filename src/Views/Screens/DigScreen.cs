using System.Buffers.Text;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Notes;
using CSysdig.Model.Queries;
using CSysdig.Model.Story;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Settings;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The events of a selection, a line each as sysdig prints them.</summary>
sealed class DigScreen : Screen
{
    static readonly (string Name, string Field)[] Times = [("time of day", "evt.time"), ("since the start", "evt.reltime.s.%evt.reltime.ns"), ("since the event before", "evt.deltatime.s.%evt.deltatime.ns"), ("from the chosen event", "evt.rawtime")];

    /// <summary>The mode that there is only while times are counted from some event.</summary>
    const int Counted = 3;

    readonly Utf8Writer _text = new(1024);
    readonly EventColours _colours;
    readonly ShownRows _shown;
    readonly string? _failure;
    DigResult? _dig;
    int _time;
    long? _goal, _number;
    ulong? _from;

    public DigScreen(IScreenHost host, Selection selection) : base(host)
    {
        Selection = selection;
        _time = (int)host.Settings.DigTime;
        _colours = new EventColours(host, ColourRule.Dig);
        _shown = new ShownRows(host, Position);
        try
        {
            _dig = Start();
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            _failure = e.Message;
        }
    }

    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new DigScreen(Host, selection);
    public override Places Place => Places.Dig;
    public override string Title => "Dig";
    public override int Count => _shown.Count;

    public override string Facts => $"{Times[_time].Name}{Apart}{Count:#,0} {(Count == 1 ? "event" : "events")}";

    /// <summary>All events have been found and counted.</summary>
    public bool IsComplete => _dig is null || _dig.Rows.Completion.IsCompleted && Count == _dig.Rows.Count;

    public override string EmptyText => Waiting is null ? $"No event here{SoFar}. {Keys.Of(Act.Back)} goes back." : "";

    protected override bool HasMore => !IsComplete;

    public override string? Waiting => _failure ?? FaultPlace.Broke(_dig?.Rows.Completion.Exception) ?? (Count == 0 && _dig is { Rows.HasCaughtUp: false } ? "looking …" : null);

    public override ulong? TimeOf(int row) => _dig is not null && row < _dig.Rows.Count ? Host.History.TimestampAt(_dig.Rows[row]) : null;

    public override void Prepare(int width)
    {
        if (_from == Host.CountedFrom)
            return;
        _from = Host.CountedFrom;
        Tell(_from is null ? (int)Host.Settings.DigTime : Counted);
    }

    public override void ComposeRow(int row, Line into)
    {
        Write(row);
        into.Unbox(1);
        into.Skip(Position.Left);
        var line = _text.Written;
        // Number and time step back behind what happened.
        var end = 0;
        for (var spaces = 0; end < line.Length; end++)
            if (line[end] == ' ' && ++spaces == 2)
                break;
        into.Write(line[..end], Style.Dim).Write(line[end..]);
        _colours.Paint(_dig!.Rows[row], into);
    }

    public override string RowText(int row)
    {
        Write(row);
        return SafeText.ToString(_text.Written);
    }

    public override void Shown() => Tick();

    public override void Tick()
    {
        FindEvent();
        var isNew = _shown.Look(_dig?.Rows, Waiting is not null);
        Reach();
        if (isNew)
            Host.RowsChanged();
    }

    public override NoteKey? NoteKeyOf(int row) => _dig is null ? null : RowNotes.KeyOf(Host.History, _dig.Rows, row);

    public override Note? NoteOf(int row) => _dig is null ? null : RowNotes.Of(Host, _dig.Rows, row);

    public override Mark? MarkOf(int row) => _dig is null ? null : EventMarks.Of(Host, _dig.Rows, row);

    public override int FindMark(bool forward) => Count == 0 ? -1 : EventMarks.Find(Host, _dig!.Rows, Position.Selected, forward);

    public override bool GoTo(long row)
    {
        _goal = row;
        Tick();
        return true;
    }

    /// <summary>Goes to the event of a number, once it has been read.</summary>
    public void GoToEvent(long number)
    {
        _number = number;
        Tick();
    }

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Open:
                if (Count > 0)
                    Host.Open(new InspectorScreen(Host, Selection, _dig!.Rows[Position.Selected]));
                return true;
            case Act.ToProcess when Count > 0:
                ProcessOf.Open(Host, Selection, _dig!.Rows[Position.Selected]);
                return true;
            case Act.Mode:
                Tell((_time + 1) % (_from is null ? Counted : Times.Length));
                return true;
            default:
                return act != Act.Dig && Ways.Perform(act, Host, this, Selection);
        }
    }

    public override void Close() => _dig?.Rows.Dispose();

    void FindEvent()
    {
        var history = Host.History;
        var last = history.End > 0 ? history.NumberAt(history.End - 1) : 0;
        if (_number is not { } number || last < number && !history.IsComplete)
            return;
        _number = null;
        if (last < number)
            Host.Say($"There is no event {number:#,0}: the last one is {last:#,0}.", alarm: true);
        _goal = TerminalReader.RowOf(history, number);
    }

    // The event may lie where nothing has been found yet.
    void Reach()
    {
        if (_goal is not { } goal || _dig is null || _dig.Rows.Count != Count)
            return;
        var index = _dig.Rows.IndexOf(goal);
        if (index >= Count && !_dig.Rows.Completion.IsCompleted)
            return;
        _goal = null;
        Position.Reveal(Math.Min(index, Count - 1));
        Host.Redraw();
    }

    void Tell(int time)
    {
        _time = time;
        _dig = _dig?.WithFormat(Format);
    }

    void Write(int row)
    {
        _text.Clear();
        _dig!.WriteLine(row, _text);
        if (_time != Counted || _from is not { } from)
            return;
        // The time stands between the first two blanks, in nanoseconds.
        var line = _text.Written;
        var start = line.IndexOf((byte)' ') + 1;
        if (!Utf8Parser.TryParse(line[start..], out ulong time, out var length))
            return;
        var rest = line[(start + length)..].ToArray();
        _text.Truncate(start);
        _text.Write(RelativeTime.Of(time, from));
        _text.Write(rest);
    }

    string Format => $"*%evt.num %{Times[_time].Field} %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";

    DigResult Start() => DigResult.Start(Host.History, Selection.Filter, Format);
}
