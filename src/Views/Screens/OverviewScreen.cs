using System.Globalization;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Overview;
using CSysdig.Views.Saving;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>A selection at a glance: each metric in a row, with its number and a line of bars on one axis of time. What is laid below the timeline is of the whole capture.</summary>
sealed class OverviewScreen : Screen, ITabular
{
    const int GroupAt = 2, NameAt = 12, NameWidth = 22, NumberAt = NameAt + NameWidth, NumberWidth = 8, BarsAt = NumberAt + NumberWidth + 2, LeastBars = 10;

    readonly OverviewNumbers _numbers;
    readonly SlicedNumbers _sliced;
    readonly bool _isShared;
    object? _version;
    TimeAxis _axis;
    long[][] _slices = [];
    long[] _totals = [.. Metrics.All.Select(_ => 0L)];

    public OverviewScreen(IScreenHost host, Selection selection) : base(host)
    {
        Selection = selection;
        _isShared = selection.Filter.Length == 0;
        _numbers = _isShared ? host.Overlays.Whole : new OverviewNumbers(host.History, host.Story, selection);
        _sliced = new SlicedNumbers(host.History, _numbers, [.. Enumerable.Range(0, Metrics.All.Count)]);
    }

    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new OverviewScreen(Host, selection);
    public override Places Place => Places.Overview;
    public override string Title => "Overview";
    public override int Count => Metrics.All.Count;
    public override int HeadLines => 1;
    public override int TailLines => 2;

    public override string? Waiting => _numbers.Fault is { } fault ? FaultPlace.Broke(fault) : !_numbers.IsComplete ? "counting …" : null;

    public override string Facts => Host.Overlays.Lines is > 0 and var lines ? $"{lines} below the timeline" : "";

    public override void Shown() => Tick();

    public override void Tick()
    {
        if (Equals(_version, _numbers.Version) || Host.Paused && _version is not null)
            return;
        _version = _numbers.Version;
        _totals = [.. Metrics.All.Select((_, metric) => _numbers.Total(metric))];
        _slices = [];
        Host.RowsChanged();
    }

    public override void Prepare(int width)
    {
        var history = Host.History;
        if (width - BarsAt - 1 < LeastBars || history.Count == 0)
        {
            _slices = [];
            return;
        }
        var axis = Selection.Range is { } range ? TimeAxis.Between(Math.Max(range.From, history.FirstTimestamp), Math.Min(range.Until, TimeAxis.LastOf(history)), width - BarsAt - 1)
            : TimeAxis.Of(history, width - BarsAt - 1);
        if (axis == _axis && _slices.Length > 0)
            return;
        _axis = axis;
        _slices = _sliced.By(axis);
    }

    public override void ComposeHead(int line, Line into)
    {
        into.Fill(" ", Style.TableHeader);
        into.Box(NameAt, NameWidth);
        into.Write("WHAT", Style.TableHeader);
        into.Box(NumberAt, NumberWidth);
        into.WriteRight("HOW MUCH", Style.TableHeader);
        if (_slices.Length == 0)
            return;
        into.Box(BarsAt, _axis.Width);
        into.Write(TimeOf(_axis.From), Style.TableHeader);
        into.WriteRight(TimeOf(_axis.Boundary(_axis.Width)), Style.TableHeader);
    }

    public override void ComposeRow(int row, Line into)
    {
        var (metric, total) = (Metrics.All[row], _totals[row]);
        var laid = Host.Overlays.StyleOf(row);
        into.Box(0, 1);
        into.Write(laid is null ? " " : "▌", laid ?? Style.Text);
        into.Box(GroupAt, NameAt - GroupAt);
        into.Write(metric.Group, Style.Dim);
        into.Box(NameAt, NameWidth);
        into.Write(metric.Name, total == 0 ? Style.Dim : laid ?? Style.Text);
        into.Box(NumberAt, NumberWidth);
        into.WriteRight(metric.IsBytes ? Units.Bytes(total) : Units.Count(total), total == 0 ? Style.Dim : metric.Kind == MetricKind.GraveFindings ? Style.Alarm : Style.Number);
        if (row >= _slices.Length)
            return;
        into.Box(BarsAt, _axis.Width);
        Sparkline.Write(into, _slices[row], laid ?? Style.Bar, laid ?? Style.BarHot);
    }

    /// <summary>The selected number in full, and what it means.</summary>
    public override void ComposeTail(int line, Line into)
    {
        var metric = Metrics.All[Position.Selected];
        into.Unbox(1);
        if (line == 0)
            into.Fill("─", Style.Dim);
        else
            into.Write($"{_totals[Position.Selected].ToString("#,0", CultureInfo.InvariantCulture)}{(metric.IsBytes ? " bytes" : "")}", Style.Bold).Write($"   {metric.About}");
    }

    public override string RowText(int row) => $"{Metrics.All[row].Name} {_totals[row].ToString(CultureInfo.InvariantCulture)}";

    public override string? Cell => _totals[Position.Selected].ToString(CultureInfo.InvariantCulture);

    public override bool Works(Act act) => act != Act.Overview && base.Works(act);

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Open:
                Chosen = Metrics.All[Position.Selected].Name;
                Host.Open(ScreenOf(Metrics.All[Position.Selected]));
                return true;
            case Act.Tag:
                if (!Host.Overlays.Toggle(Position.Selected))
                    Host.Say($"{Overlays.Most} numbers stand below the timeline: take one away with {Keys.Of(Act.Tag)} first.");
                Host.Relayout();
                return true;
            default:
                return Ways.Perform(act, Host, this, Selection);
        }
    }

    public override void Close()
    {
        if (!_isShared)
            _numbers.Dispose();
    }

    IReadOnlyList<string> ITabular.Titles => ["ABOUT", "WHAT", "HOW MUCH"];

    double? ITabular.NumberAt(int row, int column) => column == 2 ? _totals[row] : null;

    void ITabular.WriteTextAt(int row, int column, Utf8Writer to) => to.Write(System.Text.Encoding.UTF8.GetBytes(column == 0 ? GroupOf(row) : Metrics.All[row].Name));

    static string GroupOf(int row) => Metrics.All.Take(row + 1).Last(metric => metric.Group.Length > 0).Group;

    /// <summary>Where the number is told one by one.</summary>
    Screen ScreenOf(Metric metric)
    {
        switch (metric.Kind)
        {
            case MetricKind.Sessions:
                return OwnScreens.Sessions.Make(Host, Selection.Range);
            case MetricKind.GraveFindings or MetricKind.OtherFindings:
                return OwnScreens.Story.Make(Host, Selection.Range);
        }
        if (metric.View is null || ViewCatalog.Find(metric.View, Host.Containers) is not { } view)
            return new DigScreen(Host, Selection with { CaptureFilter = Selection.Combine(Selection.CaptureFilter, metric.Filter) });
        var screen = Ways.Open(Host, view, Selection);
        if (metric.Column is { } title && screen is TableScreen table)
            table.SortBy(view.Shown.ToList().FindIndex(column => column.Name == title), ascending: false);
        return screen;
    }

    static string TimeOf(ulong time) => Clock.TimeOfDay(time)[..8];
}
