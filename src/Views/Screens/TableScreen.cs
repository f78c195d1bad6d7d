using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Layout;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>A table view about a selection. Its answer is worked out elsewhere; the newest one is shown.</summary>
sealed partial class TableScreen : ColumnsScreen
{
    readonly ITableRun? _run;
    readonly TableColours? _colours;
    /// <summary>The view that Enter opens, or null.</summary>
    readonly ViewDefinition? _below;
    readonly HashSet<string> _tagged = new(StringComparer.Ordinal), _folded = new(StringComparer.Ordinal);
    TableResult? _result;
    ProcessTree? _tree;
    bool _asTree;
    string? _key, _wanted;
    /// <summary>Which of many captures the row of the key is of.</summary>
    int _source;
    /// <summary>The last event of the time that the rows are of: by it a row of a process is the one that had its id then.</summary>
    long _until;
    int _sortColumn;
    bool? _ascending;
    bool _follows, _totals, _byTotal;

    public TableScreen(IScreenHost host, ViewDefinition view, Selection selection) : base(host, OutgoingFirst.Sort(view), selection)
    {
        _sortColumn = View.SortColumn;
        _below = View.DrillDownTarget is { } id && ViewCatalog.Find(id, host.Containers) is { } below && Offered.Can(below) ? below : null;
        try
        {
            var query = View.ToTableQuery(selection.FilterFor(View), selection.Depth);
            _run = Start(query);
            // A key is one row's only where it is of one machine.
            if (host.Fleet is null)
                _colours = new TableColours(host, View, selection, Start);
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            Failure = e.Message;
        }

        ITableRun Start(TableQuery query) => host.Fleet is { } fleet ? FleetTable.Start(fleet, query, () => host.Stories!)
            : host.History.IsLive && selection.Range is null ? TurnTable.Start(host.History, query, host.Interval) : TableRun.Start(host.History, query);
    }

    /// <summary>Enter leads from a row to its bytes, or where it has none to its events, and not to the view below.</summary>
    public bool OpensBytes { get; init; }

    public override string Title => View.Name;
    public override int Count => _tree?.Count ?? _result?.RowCount ?? 0;
    public override int SortColumn => _sortColumn;
    public override bool Ascending => _result?.Ascending ?? _ascending ?? false;

    public override string Facts
    {
        get
        {
            var sort = SortColumn < Columns.Count ? $"sort: {Columns[SortColumn].Title} {(Ascending ? "▲" : "▼")}   " : "";
            var tags = _tagged.Count > 0 ? $"{_tagged.Count} tagged   " : "";
            var tree = _tree is null ? "" : "tree   ";
            var over = Rates.Count == 0 || !_totals && !IsPartial ? "" : $"{OverText}{Apart}";
            return $"{over}{tags}{tree}{sort}{Count:#,0} {(Count == 1 ? "row" : "rows")}";
        }
    }

    string OverText
    {
        get
        {
            var isLate = _run is TurnTable && _result!.TotalStretch is null;
            var ofTotals = isLate ? "totals come …" : $"totals of {Units.Duration(Over(totals: true).Length)}";
            return _totals ? ofTotals : $"by the second of {Units.Duration(Over(totals: false).Length)}{(ShowsTotals ? ", " + ofTotals : "")}";
        }
    }

    public override string EmptyText => Waiting is not null ? "" : LacksLatency ? NoLatency : $"Nothing of this kind here. {Keys.Of(Act.Views)} shows other views, {Keys.Of(Act.Back)} goes back.";

    protected override bool HasMore => _result is { IsComplete: false };

    public override string? Waiting => Failure ?? FaultPlace.Broke(_run?.Fault) ?? (_result is null || _result is { RowCount: 0, IsComplete: false } && _run is not TurnTable ? "looking …" : null);

    public override IScreenHost RowHost => Host.Fleet is { } fleet && _result is { RowCount: > 0 } result ? Host.Of(fleet.Captures[result.SourceOf(RowAt(Position.Selected))]) : Host;

    public override Selection RowSelection => _result is not { RowCount: > 0 } result ? Selection
        : _tagged.Count > 0 ? Selection.DrillDown(View, [.. _tagged.Order(StringComparer.Ordinal)], result.HasTextKey)
        : Selection.DrillDown(View, KeyAt(Position.Selected), result.HasTextKey);

    public override void ComposeRow(int row, Line into)
    {
        base.ComposeRow(row, into);
        if (_colours?.Of(_result!, RowAt(row)) is { } look)
            into.Paint(look);
        if (_result!.IsFading(RowAt(row)))
            into.Paint(Style.Dim);
        if (_tagged.Count > 0 && _tagged.Contains(KeyAt(row)))
            into.Paint(Style.Tagged);
    }

    protected override string BranchOf(int row, int column) => _tree is { } tree && column == Columns.Count - 1 ? tree.BranchOf(row) : "";

    public override string? Cell => Count > 0 ? KeyAt(Position.Selected) : null;

    /// <summary>Selects the row of a key as soon as it is there.</summary>
    public void Seek(string key)
    {
        (_wanted, _key) = (key, key);
        // An answer that was remembered is there already.
        if (_result is null)
            Take();
        else
            Recall();
    }

    public override void Shown() => Take();

    public override void Tick()
    {
        if (!Host.Paused || _result is null)
            Take();
    }

    public override void Prepare(int width)
    {
        base.Prepare(width);
        if (ShowsTotals)
            (_run as TurnTable)?.AskTotals();
    }

    public override void SortBy(int column, bool? ascending) => SortBy(column, ascending, byTotal: false);

    protected override void SortByTotal(int column, bool? ascending) => SortBy(column, ascending, byTotal: true);

    protected override bool SortsByTotal => _byTotal && !_totals;

    protected override bool HasTotalBeside(int column) => !_totals && _run is TurnTable && _result is { } result && HasTotal(result.Columns[column]);

    protected override double? TotalOf(int row, int column) => _result!.TotalStretch is null ? null : _result.Number(RowAt(row), column, total: true);

    void SortBy(int column, bool? ascending, bool byTotal)
    {
        _sortColumn = column;
        _ascending = ascending;
        _byTotal = byTotal;
        if (_result is null)
            return;
        Sort(_result);
        Grow();
        // Who sorts wants to see what comes first now.
        (_key, _wanted, _follows) = (null, null, false);
        Position.First();
        Host.RowsChanged();
    }

    public override bool Works(Act act) => act switch
    {
        Act.Open => OpensBytes || _below is not null,
        Act.Actions => View.Actions.Count > 0,
        Act.Echo or Act.Dig or Act.Spectrogram or Act.SaveStreams or Act.Overview when Host.Fleet is not null && Count == 0 => false,
        Act.Tag => Host.Fleet is null,
        Act.Tree => ProcessTree.Suits(View) && Host.Fleet is null,
        Act.Fold => Count > 0 && _tree?.HasBelow(Position.Selected) == true,
        Act.Untag => _tagged.Count > 0,
        Act.Totals => Rates.Count > 0,
        _ => base.Works(act),
    };

    public override bool Do(Act act)
    {
        Chosen = null;
        if (act is Act.Open or Act.Echo or Act.Dig or Act.Spectrogram && Count > 0)
        {
            Chosen = _tagged.Count > 1 ? $"{_tagged.Count} tagged" : Label(_tagged.Count == 1 && PlaceOf(_tagged.First()) is >= 0 and var tagged ? tagged : Position.Selected);
            _follows = true;
        }
        switch (act)
        {
            case Act.Open: Descend(); return true;
            case Act.Tag when Count > 0: ToggleTag(); return true;
            case Act.Tree: ToggleTree(); return true;
            case Act.Fold: Fold(); return true;
            case Act.Untag: _tagged.Clear(); return true;
            case Act.Totals: ToggleTotals(); return true;
            case Act.Actions: OpenActions(); return true;
            default: return base.Do(act);
        }
    }

    public override void Close()
    {
        _run?.Dispose();
        _colours?.Dispose();
    }

    protected override double? NumberOf(int row, int column) => _result!.Number(RowAt(row), column, _totals);

    protected override void WriteText(int row, int column, Utf8Writer to) => _result!.WriteCell(RowAt(row), column, to);

    // As in htop: the next row is at hand at once.
    void ToggleTag()
    {
        var key = KeyAt(Position.Selected);
        if (!_tagged.Remove(key))
            _tagged.Add(key);
        Position.Move(1);
    }

    void ToggleTree()
    {
        _asTree = !_asTree;
        Remember();
        Grow();
        Recall();
        Host.RowsChanged();
    }

    void Fold()
    {
        _key = KeyAt(Position.Selected);
        if (!_folded.Remove(_key))
            _folded.Add(_key);
        Grow();
        Recall();
        Host.RowsChanged();
    }

    void ToggleTotals()
    {
        _totals = !_totals;
        if (_totals && _run is TurnTable turns)
            turns.AskTotals();
        foreach (var rate in Rates)
            Columns[rate].IsTotal = _totals;
        Remember();
        if (_result is not null)
            Sort(_result);
        Grow();
        Recall();
        Host.RowsChanged();
    }

    /// <summary>The time that its rows are of, once there are any.</summary>
    public override TimeRange? Stretch => _result?.Stretch;

    /// <summary>The columns whose numbers are by the second, or of a turn, and have a total besides.</summary>
    IReadOnlyList<int> Rates => _result is { } result ? [.. Enumerable.Range(0, result.Columns.Count).Where(i => HasTotal(result.Columns[i]))] : [];

    bool HasTotal(ResultColumn column) => column.AddsUp && (column.IsRate || _run is TurnTable);

    void Sort(TableResult result) => result.Sort(SortColumn, _ascending, _totals || _byTotal);

    /// <summary>The time that numbers are of.</summary>
    TimeRange Over(bool totals) => totals && _result!.TotalStretch is { } all ? all : _result!.Stretch;

    /// <summary>The filter chooses some of the capture's time, or it is a turn.</summary>
    bool IsPartial => _run is TurnTable || _result is { IsComplete: true, Stretch: var stretch } && (stretch.From > Host.Span.From || stretch.Until < Host.Span.Until);

    protected override string Period => _result is not { } result ? base.Period
        : $"{(Host.Fleet is not null ? "each its own time, all together " : IsPartial ? "" : "the whole capture, ")}{Clock.Moment(result.Stretch.From, Host.Span.Until)} – {Clock.Moment(result.Stretch.Until, Host.Span.Until)}, {Units.Duration(result.Stretch.Length)}";

    // In a file totals stand beside what is by the second, and each row says of which time it is.
    public override IReadOnlyList<string> Titles => [.. Columns.Select(column => column.View.Name), .. Rates.Select(rate => Columns[rate].TotalTitle), "FROM", "UNTIL"];

    public override double? NumberAt(int row, int column) => column < Columns.Count
        ? base.NumberAt(row, column) is null ? null : _result!.Number(RowAt(row), column)
        : column - Columns.Count < Rates.Count && (_run is not TurnTable || _result!.TotalStretch is not null) ? _result!.Number(RowAt(row), Rates[column - Columns.Count], total: true) : null;

    public override void WriteTextAt(int row, int column, Utf8Writer to)
    {
        if (column >= Columns.Count)
            TimeText.WriteInstant(to, _result!.StretchOf(RowAt(row)) is var stretch && column == Columns.Count + Rates.Count ? stretch.From : stretch.Until, nanoseconds: true);
        else if (Columns[column].Kind != NumberKind.Moment)
            base.WriteTextAt(row, column, to);
        else if (NumberOf(row, column) is { } moment and > 0)
            TimeText.WriteInstant(to, _result!.Whole(RowAt(row), column), nanoseconds: true);
    }

    void Grow() => _tree = _asTree && _result is { } result ? ProcessTree.Of(result, _folded) : null;

    int RowAt(int place) => _tree is { } tree ? tree[place] : place;

    string KeyAt(int place) => _result!.KeyText(RowAt(place));

    // Where the row of a key stands, or -1.
    int PlaceOf(string key) => _result!.FindKey(key, _source) is >= 0 and var row && _tree is { } tree ? tree.PlaceOf(row) : _result.FindKey(key, _source);

    void OpenActions()
    {
        if (Count == 0)
            return;
        var key = KeyAt(Position.Selected);
        Host.Open(new ActionsScreen(RowHost, View, Selection.DrillDown(View, key, _result!.HasTextKey).Filter, key, Label(Position.Selected)));
    }

    void Descend()
    {
        if (Count > 0)
        {
            if (OpensBytes)
                RowHost.Open(HasBytes(Position.Selected) ? new EchoScreen(RowHost, RowSelection, all: false) : new DigScreen(RowHost, RowSelection));
            else
                RowHost.Open(_below!, RowSelection);
        }
    }

    bool HasBytes(int row) => Enumerable.Range(0, Columns.Count).Any(column => _result!.Columns[column].Query.Field.StartsWith("evt.buflen", StringComparison.Ordinal) && NumberOf(row, column) > 0);

    void Take()
    {
        if (_colours?.Take() == true)
            Host.Redraw();
        if (_run?.Result is not { } newest || newest == _result)
            return;
        Remember();
        _key = _wanted ?? _key;
        _result = newest;
        _until = Host.History is { Count: > 0 } history ? history.NumberAt(Math.Max(history.First, history.RowAfter(newest.Stretch.Until) - 1)) : 0;
        for (var i = 0; i < Columns.Count; i++)
        {
            var column = newest.Columns[i];
            Columns[i].Kind = ScreenColumn.KindOf(column);
        }
        Sort(newest);
        Grow();
        Recall();
        MeasureAgain();
        Host.RowsChanged();
    }

    // The top row stays the top row while nobody has chosen it; any other is followed by its key.
    void Remember()
    {
        _key = _result is { RowCount: > 0 } && (_follows || Position.Selected > 0 || Position.IsChosen) ? KeyAt(Position.Selected) : null;
        _source = _key is null ? 0 : _result!.SourceOf(RowAt(Position.Selected));
    }

    string Label(int row) => Host.Fleet is null ? NameOf(row) : $"{CellText(row, 0)}: {NameOf(row)}";

    // An id alone says little: the name of what it stands for goes before it.
    string NameOf(int row)
    {
        var key = KeyAt(row);
        var name = Columns.Count == 0 ? ""
            : !_result!.HasTextKey ? ProgramOf(CellText(row, Columns.Count - 1))
            : Columns[^1].View.Field.EndsWith(".name", StringComparison.Ordinal) ? CellText(row, Columns.Count - 1)
            : "";
        return name.Length == 0 || name == key ? key : $"{name} ({key})";
    }

    static string ProgramOf(string command)
    {
        var program = command[..(command.IndexOf(' ') is > 0 and var space ? space : command.Length)].TrimEnd(':');
        return program[(program.LastIndexOf('/') + 1)..];
    }

    void Recall()
    {
        Position.Fit(Count, Position.Height);
        if (_key is not null && PlaceOf(_key) is >= 0 and var row)
        {
            if (_wanted is null)
                Position.SelectKeepingPlace(row);
            else
                Position.Reveal(row);
            _wanted = null;
            _follows = true;
        }
    }
}
