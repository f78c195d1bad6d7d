using System.Text;
using CSysdig.Model.Fleets;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Layout;

namespace CSysdig.Views.Screens;

/// <summary>The captures that are looked at together: a host a row, with what is missing of it. Enter goes into one.</summary>
sealed class HostsScreen : ColumnsScreen
{
    readonly Fleet _fleet;
    FleetCapture[] _rows;
    int _sort = HostColumns.View.SortColumn;
    bool _ascending = true;
    (int Settled, long Events) _shown;

    public HostsScreen(IScreenHost host, Fleet fleet) : base(host, HostColumns.View, new Selection())
    {
        _fleet = fleet;
        _rows = [.. fleet.Captures];
        for (var i = 0; i < Columns.Count; i++)
            (Columns[i].Kind, Columns[i].Rank) = (HostColumns.KindOf(i), HostColumns.RankOf(i));
        Sort();
    }

    public override string Title => "Hosts";
    public override int Count => _rows.Length;
    public override int SortColumn => _sort;
    public override bool Ascending => _ascending;
    public override string Facts => $"sort: {Columns[_sort].Title} {(_ascending ? "▲" : "▼")}{Apart}{Count:#,0} captures";
    public override Selection RowSelection => Selection;
    public override IScreenHost RowHost => Selected.History is null ? Host : Host.Of(Selected);
    public override string? Cell => Selected.Host;
    public override Screen About(Selection selection) => Ways.Open(Host, ViewCatalog.Start(Host.Containers), selection);

    FleetCapture Selected => _rows[Position.Selected];

    public override void Shown() => Tick();

    public override void Tick()
    {
        var now = (_fleet.Settled, _fleet.Histories.Sum(history => history.Count));
        if (now == _shown || Host.Paused)
            return;
        _shown = now;
        Sort();
        MeasureAgain();
        Host.RowsChanged();
    }

    public override void SortBy(int column, bool? ascending)
    {
        _sort = column;
        _ascending = ascending ?? HostColumns.KindOf(column) is NumberKind.Text or NumberKind.Moment;
        Sort();
        Position.First();
        Host.RowsChanged();
    }

    public override bool Works(Act act) => act switch
    {
        Act.Open or Act.Echo or Act.Dig or Act.Spectrogram or Act.SaveStreams or Act.Overview => Selected.History is not null,
        Act.Tag or Act.Untag or Act.Tree or Act.Totals or Act.Actions => false,
        _ => base.Works(act),
    };

    public override bool Do(Act act)
    {
        Chosen = act is Act.Open or Act.Echo or Act.Dig or Act.Spectrogram or Act.Overview ? SafeText.Clean(Selected.Host) : null;
        if (act != Act.Open)
            return base.Do(act);
        RowHost.Open(ViewCatalog.Start(Host.Containers), RowSelection);
        return true;
    }

    protected override double? NumberOf(int row, int column) => HostColumns.NumberOf(_rows[row], column);

    public override double? NumberAt(int row, int column) => HostColumns.KindOf(column) == NumberKind.Moment ? null : NumberOf(row, column);

    public override void WriteTextAt(int row, int column, Utf8Writer to)
    {
        if (HostColumns.KindOf(column) == NumberKind.Moment && NumberOf(row, column) is { } moment)
            TimeText.WriteInstant(to, (ulong)moment, nanoseconds: true);
        else
            WriteText(row, column, to);
    }

    protected override void WriteText(int row, int column, Utf8Writer to) => to.Write(Encoding.UTF8.GetBytes(HostColumns.TextOf(_rows[row], column)));

    // What was selected stays so.
    void Sort()
    {
        var selected = _rows.Length > 0 && Position.IsChosen ? Selected : null;
        var ordered = _fleet.Captures.OrderBy(capture => HostColumns.NumberOf(capture, _sort) ?? 0).ThenBy(capture => HostColumns.TextOf(capture, _sort), StringComparer.Ordinal).ThenBy(capture => capture.Index);
        _rows = _ascending ? [.. ordered] : [.. ordered.Reverse()];
        Position.Fit(_rows.Length, Position.Height);
        if (selected is not null)
            Position.SelectKeepingPlace(Array.IndexOf(_rows, selected));
    }
}
