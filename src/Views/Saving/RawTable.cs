using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Layout;

namespace CSysdig.Views.Saving;

/// <summary>A view as plain lines (<c>--raw</c>): a row a line, numbers right-aligned, no titles, so that other programs can take it apart.</summary>
public static class RawTable
{
    const int NumberWidth = 10;

    static ReadOnlySpan<byte> Rule => "----------------------\n"u8;

    /// <summary>Writes a view of a history that is complete.</summary>
    public static void Write(Stream output, CaptureHistory history, ViewDefinition view, string filter)
    {
        var selection = new Selection(filter);
        var lines = new Utf8Writer();
        lines.Write(Rule);
        if (view.Kind == ViewKind.List)
            WriteList(lines, output, history, view, selection);
        else
            WriteTable(lines, output, TableRun.Answer(history, view.ToTableQuery(selection.FilterFor(view), selection.Depth)), view, history.LastTimestamp);
        output.Write(lines.Written);
        output.Flush();
    }

    /// <summary>Writes a table view of captures that are looked at together, when all of them are loaded.</summary>
    /// <param name="view">With the column of hosts.</param>
    public static void Write(Stream output, Fleet fleet, ViewDefinition view, string filter)
    {
        var selection = new Selection(filter);
        var lines = new Utf8Writer();
        lines.Write(Rule);
        var table = FleetTable.Answer(fleet, view.ToTableQuery(selection.FilterFor(view), selection.Depth));
        WriteTable(lines, output, table, view, fleet.Span.Until);
        output.Write(lines.Written);
        output.Flush();
    }

    static void WriteTable(Utf8Writer lines, Stream output, TableResult table, ViewDefinition view, ulong last)
    {
        var columns = view.Shown.Select((column, i) => new ScreenColumn(column, flexible: false, keeps: false)
        {
            Kind = ScreenColumn.KindOf(table.Columns[i]),
        }).ToList();
        WriteRows(lines, output, Enumerable.Range(0, table.RowCount), columns, (row, i) => table.Number(row, i), (row, i, to) => table.WriteCell(row, i, to), last);
    }

    /// <summary>Rows of whatever kind.</summary>
    internal static void WriteRows<T>(Stream output, IEnumerable<T> rows, IReadOnlyList<ScreenColumn> columns, Func<T, int, double?> numberOf, Action<T, int, Utf8Writer> write, ulong last)
    {
        var lines = new Utf8Writer();
        lines.Write(Rule);
        WriteRows(lines, output, rows, columns, numberOf, write, last);
        output.Write(lines.Written);
        output.Flush();
    }

    static void WriteRows<T>(
        Utf8Writer lines, Stream output, IEnumerable<T> rows, IReadOnlyList<ScreenColumn> columns, Func<T, int, double?> numberOf, Action<T, int, Utf8Writer> write, ulong last)
    {
        var cell = new Utf8Writer();
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] is { IsNumber: true, Kind: not NumberKind.Id } column && numberOf(row, i) is { } number && number >= 0)
                {
                    Append(lines, column.Write(number, last), isNumber: true);
                    continue;
                }
                cell.Clear();
                write(row, i, cell);
                Append(lines, SafeText.ToString(cell.Written), columns[i].IsNumber);
            }
            End(lines, output);
        }
    }

    static void WriteList(Utf8Writer lines, Stream output, CaptureHistory history, ViewDefinition view, Selection selection)
    {
        var list = ListResult.Start(history, view.ToRowQuery(selection.FilterFor(view), selection.Depth));
        using var rows = list.Rows;
        rows.Completion.GetAwaiter().GetResult();
        var cell = new Utf8Writer();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < view.Shown.Count; i++)
            {
                cell.Clear();
                list.WriteCell(row, i, cell);
                Append(lines, SafeText.ToString(cell.Written), isNumber: false);
            }
            End(lines, output);
        }
    }

    static void Append(Utf8Writer lines, string text, bool isNumber)
    {
        lines.Write(isNumber ? text.PadLeft(NumberWidth) : text);
        lines.Write(' ');
    }

    static void End(Utf8Writer lines, Stream output)
    {
        const int Full = 1 << 16;
        lines.Write('\n');
        if (lines.Length < Full)
            return;
        output.Write(lines.Written);
        lines.Clear();
    }
}
