using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Layout;
using CSysdig.Views.Saving;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>A view as rows and columns: what tables and lists of events have in common.</summary>
abstract class ColumnsScreen : Screen, ITabular
{
    /// <summary>Rows whose texts decide how wide columns become.</summary>
    const int Measured = 300;

    /// <summary>Cells of a row in which a search looks.</summary>
    const int Searched = 1024;

    readonly Utf8Writer _cell = new(256);
    readonly Line _search = new();
    readonly List<Column> _side = [];
    IReadOnlyList<ColumnPlace> _places = [];
    int _measured;
    ulong? _countedFrom;

    /// <summary>What stands side by side, if there is room: a column of the view, or beside it what it has in all.</summary>
    readonly record struct Column(ScreenColumn Shown, int Number, bool IsTotal);

    protected ColumnsScreen(IScreenHost host, ViewDefinition view, Selection selection) : base(host)
    {
        View = host.History.State.Compat ? view.WithoutOwn() : view;
        Selection = selection;
        var shown = View.Shown;
        var flexible = shown.Count - 1;
        // What says of which host a row is says nothing of the row.
        var first = shown is [{ Field: HostColumn.Field }, ..] ? 1 : 0;
        Columns = [.. shown.Select((column, i) => new ScreenColumn(column, i == flexible, i == flexible || column.IsSorting || i <= first))];
    }

    public ViewDefinition View { get; }
    public override Selection Selection { get; }
    public override Screen About(Selection selection) => Ways.Open(Host, View, selection, this);
    public override Places Place => Places.Table;
    public override int HeadLines => 1;

    /// <summary>What is wrong with the question itself, or null.</summary>
    protected string? Failure { get; set; }

    protected IReadOnlyList<ScreenColumn> Columns { get; }

    /// <summary>It asks of calls how long they took, and nothing tells.</summary>
    protected bool LacksLatency => View.NeedsLatency && !HasLatency;

    /// <summary>The column it is sorted by, and which way; -1 when it isn't.</summary>
    public abstract int SortColumn { get; }
    public abstract bool Ascending { get; }

    /// <summary>In words, the time by which numbers are divided that are shown by the second.</summary>
    protected virtual string Period => "the whole capture";

    /// <summary>Sorts by a column; null keeps the way that suits its type.</summary>
    public abstract void SortBy(int column, bool? ascending);

    /// <summary>It is sorted by the totals that stand beside the column.</summary>
    protected virtual bool SortsByTotal => false;

    /// <summary>Sorts by the totals that stand beside a column.</summary>
    protected virtual void SortByTotal(int column, bool? ascending) { }

    /// <summary>Whether there is a place for what a column has in all, beside it.</summary>
    protected virtual bool HasTotalBeside(int column) => false;

    /// <summary>What a row of it has in all; null where that isn't known yet.</summary>
    protected virtual double? TotalOf(int row, int column) => null;

    /// <summary>Some totals have found their place.</summary>
    protected bool ShowsTotals { get; private set; }

    /// <summary>The selection that the selected row stands for; this screen's own when there is none.</summary>
    public abstract Selection RowSelection { get; }

    /// <summary>A number as the column's kind writes it, or null for a text.</summary>
    protected abstract double? NumberOf(int row, int column);

    /// <summary>What stands before a text to show where it belongs.</summary>
    protected virtual string BranchOf(int row, int column) => "";

    protected abstract void WriteText(int row, int column, Utf8Writer to);

    public override void Prepare(int width)
    {
        if (_countedFrom != Host.CountedFrom)
            MeasureAgain();
        _countedFrom = Host.CountedFrom;
        for (; _measured < Math.Min(Count, Measured); _measured++)
            for (var i = 0; i < Columns.Count; i++)
                Columns[i].Hold(Measure(_measured, i));
        _side.Clear();
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].View.IsLatency && !HasLatency)
                continue;
            _side.Add(new Column(Columns[i], i, false));
            if (!HasTotalBeside(i))
                continue;
            var total = Columns[i].Total();
            total.Kind = Columns[i].Kind;
            _side.Add(new Column(total, i, true));
        }
        _places = ColumnLayout.Place([.. _side.Select(column => column.Shown.Wish)], width + Position.Left);
        ShowsTotals = _places.Any(place => _side[place.Column].IsTotal);
    }

    /// <summary>Other rows than before: their widths are looked at again.</summary>
    protected void MeasureAgain() => _measured = 0;

    public override void ComposeHead(int line, Line into)
    {
        into.Fill(" ", Style.TableHeader);
        foreach (var place in _places)
        {
            var (column, number, isTotal) = _side[place.Column];
            var sorted = number == SortColumn && isTotal == SortsByTotal;
            var title = sorted ? $"{column.Title}{(Ascending ? "▲" : "▼")}" : column.Title;
            var style = sorted ? Style.SortedHeader : Style.TableHeader;
            into.Box(place.Start - Position.Left, place.Width);
            if (column.IsNumber)
                into.WriteRight(title, style);
            else
                into.Write(title, style);
        }
    }

    public override void ComposeRow(int row, Line into)
    {
        foreach (var place in _places)
        {
            var start = place.Start - Position.Left;
            if (start + place.Width <= 0 || start >= into.Width)
                continue;
            into.Box(start, place.Width + Math.Min(0, start));
            var (_, number, isTotal) = _side[place.Column];
            if (!isTotal)
                WriteCell(row, number, into);
            else if (TotalOf(row, number) is { } total)
                WriteNumber(Columns[number], total, into);
            else
                into.WriteRight("…", Style.Dim);
        }
    }

    public override string RowText(int row)
    {
        _search.Reset(Searched);
        for (var i = 0; i < Columns.Count; i++)
        {
            _search.Box(_search.Column + 1, Columns[i].IsNumber ? Units.Width * 2 : Searched);
            WriteCell(row, i, _search);
        }
        return _search.ToString();
    }

    public virtual IReadOnlyList<string> Titles => [.. Columns.Select(column => column.Title)];

    public virtual double? NumberAt(int row, int column) => Columns[column] is { IsNumber: true, Kind: not NumberKind.Moment } ? NumberOf(row, column) : null;

    public virtual void WriteTextAt(int row, int column, Utf8Writer to) => WriteText(row, column, to);

    public override void ClickHead(int line, int column)
    {
        foreach (var place in _places)
            if (column >= place.Start - Position.Left && column < place.Start - Position.Left + place.Width)
                SortBy(_side[place.Column]);
    }

    void SortBy(Column column)
    {
        bool? ascending = column.Number == SortColumn && column.IsTotal == SortsByTotal ? !Ascending : null;
        if (column.IsTotal)
            SortByTotal(column.Number, ascending);
        else
            SortBy(column.Number, ascending);
    }

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Sort:
                Host.Open(new SortScreen(Host, this));
                return true;
            case Act.InvertSort:
                if (SortColumn >= 0)
                    SortBy(SortColumn, !Ascending);
                return true;
            case Act.Legend:
                Host.Open(new LegendScreen(Host, View, Period));
                return true;
            default:
                return Ways.Perform(act, Host, this, RowSelection);
        }
    }

    /// <summary>A text cell without escapes being judged: what the breadcrumb calls a row.</summary>
    protected string CellText(int row, int column)
    {
        _cell.Clear();
        WriteText(row, column, _cell);
        return _cell.ToString();
    }

    void WriteCell(int row, int column, Line into)
    {
        var shown = Columns[column];
        if (shown.IsNumber && NumberOf(row, column) is { } number && shown.Kind != NumberKind.Id && number >= 0)
        {
            WriteNumber(shown, number, into);
            return;
        }
        _cell.Clear();
        WriteText(row, column, _cell);
        if (shown.IsNumber)
            into.WriteRight(_cell.ToString());
        else
            into.Write(BranchOf(row, column), Style.Dim).Write(_cell.Written.TrimEnd((byte)' '), CellStyle.Of(shown.View.Field));
    }

    void WriteNumber(ScreenColumn column, double number, Line into)
    {
        var text = Told(column, number);
        into.WriteRight(text, text == "0" ? Style.Dim : Style.Text);
    }

    // A column's number has not all digits of a moment.
    string Told(ScreenColumn column, double number) => column.Kind == NumberKind.Moment && number > 0 && Host.CountedFrom is { } from
        ? RelativeTime.Of((ulong)number, from, digits: 3) : column.Write(number, Host.Span.Until);

    int Measure(int row, int column)
    {
        if (Columns[column].Kind == NumberKind.Moment && NumberOf(row, column) is { } moment)
            return Told(Columns[column], moment).Length;
        if (Columns[column].IsNumber && Columns[column].Kind != NumberKind.Id)
            return 0;
        _cell.Clear();
        WriteText(row, column, _cell);
        return Cells.Of(SafeText.ToString(_cell.Written));
    }
}
