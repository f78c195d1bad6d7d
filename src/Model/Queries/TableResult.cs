using CSysdig.Capture.Events;
using CSysdig.Model.Text;
using CSysdig.Model.ToolOrder;

namespace CSysdig.Model.Queries;

/// <summary>
/// The answer to a <see cref="TableQuery"/>: a table that is cheap to draw and to sort again. While a capture loads, each
/// refresh is a new result; a row is found again by its key. Not to be used from two threads at once.
/// </summary>
public sealed class TableResult
{
    readonly int[] _order;
    readonly double _seconds;
    /// <summary>Where each row comes from, in an answer of several histories; else null.</summary>
    readonly TablePart[]? _parts;
    readonly Utf8Writer _scratch = new(64);
    long[]?[]? _totals;

    internal TableResult(ResultColumn key, ResultColumn[] columns, int rows, TimeRange stretch, long events, bool isComplete)
    {
        Key = key;
        Columns = columns;
        Stretch = stretch;
        Events = events;
        IsComplete = isComplete;
        _seconds = stretch.Length / 1e9;
        _order = new int[rows];
        for (var i = 0; i < rows; i++)
            _order[i] = i;
    }

    internal TableResult(ResultColumn key, ResultColumn[] columns, TablePart[] parts, TimeRange stretch, long events, bool isComplete)
        : this(key, columns, parts.Length, stretch, events, isComplete) => _parts = parts;

    /// <summary>How many turns ago each row had an event, where it is the answer of a turn.</summary>
    internal byte[]? Ages { get; init; }

    /// <summary>What the rows have in all, where they are of a part of the time.</summary>
    /// <param name="columns">The columns that it is of.</param>
    internal void TakeTotals(RowSums totals, ReadOnlySpan<int> columns, TimeRange stretch)
    {
        Span<byte> scratch = stackalloc byte[sizeof(long)];
        _totals = new long[Columns.Count][];
        foreach (var column in columns)
            _totals[column] = new long[RowCount];
        for (var row = 0; row < RowCount; row++)
        {
            var sums = totals.Of(Key.KeyOf(row, scratch));
            for (var i = 0; i < sums.Length; i++)
                _totals[columns[i]]![row] = sums[i];
        }
        TotalStretch = stretch;
    }

    /// <summary>The time that totals are of; null where there are none apart.</summary>
    public TimeRange? TotalStretch { get; private set; }

    /// <summary>Nothing of it was there in the last turn: it will go.</summary>
    public bool IsFading(int row) => Ages is { } ages && ages[_order[row]] > 0;

    /// <summary>The same cells with an order of their own.</summary>
    internal TableResult Copy() => new(Key, [.. Columns], RowCount, Stretch, Events, IsComplete) { Ages = Ages };

    /// <summary>The rows' keys; drill-down selects by them.</summary>
    public ResultColumn Key { get; }
    public IReadOnlyList<ResultColumn> Columns { get; }
    public int RowCount => _order.Length;
    /// <summary>How many events the rows hold.</summary>
    public long Events { get; }
    /// <summary>The time by whose length rates are divided: what the filter chooses of the time from the capture's first event to its last.</summary>
    public TimeRange Stretch { get; }
    /// <summary>The time by whose length a row's rates are divided.</summary>
    public TimeRange StretchOf(int row) => _parts?[_order[row]].Stretch ?? Stretch;

    /// <summary>The history that a row is of, in an answer of several; else 0.</summary>
    public int SourceOf(int row) => _parts?[_order[row]].Source ?? 0;

    /// <summary>Every event of the capture has been asked.</summary>
    public bool IsComplete { get; }
    public int SortColumn { get; private set; } = -1;
    public bool Ascending { get; private set; }

    /// <summary>The key is a text, in quotes when it stands in a filter.</summary>
    public bool HasTextKey => Key.Type == ParamType.CharBuf;

    /// <summary>Sorts by a column; equal rows keep the order of their first events, those of a turn that of their keys, so that they keep their places.</summary>
    /// <param name="ascending">Null: numbers descending, texts ascending.</param>
    /// <param name="total">By what they have in all.</param>
    public void Sort(int column, bool? ascending = null, bool total = false)
    {
        if ((uint)column >= (uint)Columns.Count)
            return;
        var by = Columns[column];
        SortColumn = column;
        Ascending = ascending ?? CellType.SortsAscending(by.Type);
        var sign = Ascending ? 1 : -1;
        var totals = total ? _totals?[column] : null;
        Array.Sort(_order, (a, b) => Compare(a, b) is not 0 and var order ? order * sign : Ages is not null && CellOrder.Compare(Key, a, b) is not 0 and var keys ? keys : a.CompareTo(b));

        int Compare(int a, int b) => totals is not null ? totals[a].CompareTo(totals[b])
            // Each is divided by a time of its own.
            : _parts is not null && by.IsRate && !total ? (CellOrder.Value(by, a) / DivisorOf(by, a)).CompareTo(CellOrder.Value(by, b) / DivisorOf(by, b))
            : CellOrder.Compare(by, a, b);
    }

    /// <summary>
    /// Sorts by the column and direction it is sorted by already, equal rows as csysdig leaves them: in the order of a walk through its
    /// hash map, moved about by a sort that is not stable.
    /// </summary>
    public void SortEqualRowsAsTools()
    {
        if (SortColumn < 0)
            return;
        var by = Columns[SortColumn];
        var hashes = new ulong[RowCount];
        for (var row = 0; row < hashes.Length; row++)
            hashes[row] = Key.HashOf(row);
        HashOrder.Of(hashes).CopyTo(_order, 0);
        var sign = Ascending ? 1 : -1;
        LibstdcppSort.Sort(_order, (a, b) => CellOrder.CompareAsTools(by, a, b) * sign < 0);
    }

    /// <summary>Writes a cell for a screen: numbers with units, at least <paramref name="width"/> wide (0: as short as can be).</summary>
    /// <remarks>Texts come as they were captured: escape them before they reach a terminal.</remarks>
    public void WriteCell(int row, int column, Utf8Writer to, int width = 0)
    {
        var cells = Columns[column];
        CellPrinter.WriteNice(cells, _order[row], SecondsOf(cells, _order[row]), width, to);
    }

    /// <summary>A cell's number: a sum that is shown by the second divided by the seconds, however few; an average by what it holds. 0 for a text.</summary>
    /// <param name="total">Nothing is divided by the seconds; of a turn, what the row has in all.</param>
    public double Number(int row, int column, bool total = false)
    {
        var cells = Columns[column];
        if (total && _totals?[column] is { } totals)
            return totals[_order[row]];
        return cells.IsNumber ? CellOrder.Value(cells, _order[row]) / (total ? 1 : DivisorOf(cells, _order[row])) : 0;
    }

    /// <summary>A cell that is a time, in nanoseconds since 1970, to the last digit.</summary>
    public ulong Whole(int row, int column) => (ulong)Columns[column].Numbers[_order[row]];

    /// <summary>The key is a number.</summary>
    public bool HasNumberKey => Key.IsNumber;

    /// <summary>A row's key that is a number.</summary>
    public long KeyNumber(int row) => Key.Numbers[_order[row]];

    /// <summary>A row's key that is a text or an address, as captured.</summary>
    public ReadOnlySpan<byte> KeyBytes(int row) => Key.Texts![_order[row]];

    /// <summary>Writes a row's key as filters compare it.</summary>
    public void WriteKey(int row, Utf8Writer to) => CellPrinter.WritePlain(Key, _order[row], to);

    /// <summary>The key as a text of its own: as <see cref="SafeText"/> shows it.</summary>
    public string KeyText(int row)
    {
        _scratch.Clear();
        WriteKey(row, _scratch);
        return SafeText.ToString(_scratch.Written);
    }

    /// <summary>The row of a key text, or -1; in an answer of several histories that of one of them.</summary>
    public int FindKey(string key, int source = 0)
    {
        for (var row = 0; row < RowCount; row++)
            if (SourceOf(row) == source && KeyText(row) == key)
                return row;
        return -1;
    }

    /// <summary>The cells in the order in which they are shown.</summary>
    internal ReadOnlySpan<int> Order => _order;

    /// <summary>Writes a cell as JSON the way csysdig does: numbers plain, times as text.</summary>
    public void WriteJsonCell(int row, int column, Utf8Writer to, TextStyle style)
    {
        var cells = Columns[column];
        CellPrinter.WriteJson(cells, _order[row], SecondsOf(cells, _order[row]), to, style);
    }

    double SecondsOf(ResultColumn cells, int at) => !cells.IsRate ? 0 : _parts is null ? _seconds : _parts[at].Stretch.Length / 1e9;

    double DivisorOf(ResultColumn cells, int at) => SecondsOf(cells, at) is > 0 and var seconds ? seconds : 1;
}
