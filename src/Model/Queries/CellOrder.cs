using CSysdig.Capture.Events;

namespace CSysdig.Model.Queries;

/// <summary>Compares two cells of a column.</summary>
static class CellOrder
{
    public static int Compare(ResultColumn column, int a, int b)
    {
        if (column.Texts is { } texts)
            return texts[a].AsSpan().SequenceCompareTo(texts[b]);
        return column.Counts is null && column.Type != ParamType.Double
            ? CellType.IsSigned(column.Type)
                ? column.Numbers[a].CompareTo(column.Numbers[b])
                : ((ulong)column.Numbers[a]).CompareTo((ulong)column.Numbers[b])
            : Value(column, a).CompareTo(Value(column, b));
    }

    /// <summary>Compares as csysdig does: averages of whole numbers are whole numbers.</summary>
    public static int CompareAsTools(ResultColumn column, int a, int b) =>
        column.Counts is null || column.Type == ParamType.Double ? Compare(column, a, b)
        : CellType.IsSigned(column.Type) ? (column.Numbers[a] / Divisor(column, a)).CompareTo(column.Numbers[b] / Divisor(column, b))
        : ((ulong)column.Numbers[a] / (ulong)Divisor(column, a)).CompareTo((ulong)column.Numbers[b] / (ulong)Divisor(column, b));

    static long Divisor(ResultColumn column, int row) => Math.Max(1, column.CountOf(row));

    /// <summary>The number a cell stands for, averages divided.</summary>
    public static double Value(ResultColumn column, int row)
    {
        var number = column.Numbers[row];
        var value = column.Type == ParamType.Double ? BitConverter.Int64BitsToDouble(number) : CellType.IsSigned(column.Type) ? number : (double)(ulong)number;
        var count = column.CountOf(row);
        return count > 1 ? value / count : value;
    }
}
