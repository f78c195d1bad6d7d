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
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>A list view about a selection: an event a row, in the capture's order.</summary>
sealed class ListScreen : ColumnsScreen
{
    readonly ListResult? _result;
    readonly EventColours _colours;
    readonly ShownRows _shown;
    readonly bool[] _areClocks;

    public ListScreen(IScreenHost host, ViewDefinition view, Selection selection) : base(host, view, selection)
    {
        _colours = new EventColours(host, View.Id);
        _shown = new ShownRows(host, Position);
        _areClocks = [.. Columns.Select(column => FieldCatalog.Bind(column.View.Field).Definition.IsClock)];
        try
        {
            _result = ListResult.Start(host.History, view.ToRowQuery(selection.FilterFor(view), selection.Depth));
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            Failure = e.Message;
        }
    }

    public override string Title => View.Name;
    public override int Count => _shown.Count;
    public override int SortColumn => -1;
    public override bool Ascending => true;
    public override Selection RowSelection => Selection;

    public override string Facts => $"{Count:#,0} {(Count == 1 ? "event" : "events")}";

    public override string EmptyText => Waiting is not null ? "" : LacksLatency ? NoLatency : $"No such event here{SoFar}. {Keys.Of(Act.Views)} shows other views, {Keys.Of(Act.Back)} goes back.";

    protected override bool HasMore => _result is { Rows.Completion.IsCompleted: false };

    public override string? Waiting => Failure ?? FaultPlace.Broke(_result?.Rows.Completion.Exception) ?? (Count == 0 && _result is { Rows.HasCaughtUp: false } ? "looking …" : null);

    public override ulong? TimeOf(int row) => _result is not null && row < _result.Rows.Count ? Host.History.TimestampAt(_result.Rows[row]) : null;

    public override void ComposeRow(int row, Line into)
    {
        base.ComposeRow(row, into);
        _colours.Paint(_result!.Rows[row], into);
    }

    public override void Shown() => Tick();

    public override void Tick()
    {
        if (_shown.Look(_result?.Rows, Waiting is not null))
            Host.RowsChanged();
    }

    public override bool GoTo(long row)
    {
        if (_result is null)
            return false;
        Position.Reveal(Math.Min(_result.Rows.IndexOf(row), Count - 1));
        return true;
    }

    public override NoteKey? NoteKeyOf(int row) => _result is null ? null : RowNotes.KeyOf(Host.History, _result.Rows, row);

    public override Note? NoteOf(int row) => _result is null ? null : RowNotes.Of(Host, _result.Rows, row);

    public override Mark? MarkOf(int row) => _result is null ? null : EventMarks.Of(Host, _result.Rows, row);

    public override int FindMark(bool forward) => Count == 0 ? -1 : EventMarks.Find(Host, _result!.Rows, Position.Selected, forward);

    public override void SortBy(int column, bool? ascending) => Host.Perform(Act.Sort);

    public override bool Works(Act act) => act is not (Act.Sort or Act.InvertSort or Act.Tag or Act.Untag or Act.Tree or Act.Totals or Act.Actions) && base.Works(act);

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Open when Count > 0:
                Host.Open(new InspectorScreen(Host, Selection, _result!.Rows[Position.Selected]));
                return true;
            default:
                return base.Do(act);
        }
    }

    public override void Close() => _result?.Rows.Dispose();

    protected override double? NumberOf(int row, int column) => null;

    protected override void WriteText(int row, int column, Utf8Writer to)
    {
        if (Host.CountedFrom is { } from && _areClocks[column])
            to.Write(RelativeTime.Of(Host.History.TimestampAt(_result!.Rows[row]), from));
        else
            _result!.WriteCell(row, column, to);
    }

    // Outside of the screen nothing tells the day and the zone of a clock.
    public override void WriteTextAt(int row, int column, Utf8Writer to)
    {
        if (_areClocks[column])
            TimeText.WriteInstant(to, Host.History.TimestampAt(_result!.Rows[row]), nanoseconds: true);
        else
            base.WriteTextAt(row, column, to);
    }
}
