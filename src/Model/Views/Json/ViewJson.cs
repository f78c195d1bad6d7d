using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>What csysdig's JSON mode is asked for.</summary>
public sealed record ViewJsonOptions
{
    /// <summary>The first and last row to print, from 0; the last one 0 for all.</summary>
    public int From { get; init; }
    public int To { get; init; }
    public string Filter { get; init; } = "";
    /// <summary>Sorted by this column, counted from 1, instead of the view's own; null for that.</summary>
    public int? SortColumn { get; init; }
    /// <summary>Views have their container columns (-pc).</summary>
    public bool Containers { get; init; }
    /// <summary>How echo shows bytes.</summary>
    public BufferStyle Buffer { get; init; }
    /// <summary>The run stops before the capture's end (-n); csysdig then prints no rows of a table.</summary>
    public bool IsCutShort { get; init; }
}

/// <summary>A view as JSON, as sysdig-inspect reads it from <c>csysdig -j</c>.</summary>
public static class ViewJson
{
    /// <summary>Prints a table view over captures that are looked at together, when all of them are loaded; each row with its host and its file.</summary>
    /// <param name="view">With the column of hosts.</param>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Model.Fields.FieldException">A field of the view does not exist.</exception>
    public static void WriteView(Stream output, Fleet fleet, ViewDefinition view, ViewJsonOptions options)
    {
        var to = new Utf8Writer(1 << 16);
        var selection = new Selection { CaptureFilter = options.Filter };
        to.Write("{\"slices\": [\n{\"progress\": 0},\n{\"progress\": 100, "u8);
        var table = FleetTable.Answer(fleet, QueryOf(view, selection, options));
        WriteTable(to, table, view, selection, options, fleet.First, row =>
        {
            to.Write(",\"capture\":"u8);
            JsonMember.Text(to, fleet.Captures[table.SourceOf(row)].Path);
        });
        to.Write("}\n]}\n"u8);
        output.Write(to.Written);
        output.Flush();
    }

    /// <summary>Prints a table, list or spectrogram view over a whole capture.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Model.Fields.FieldException">A field of the view does not exist.</exception>
    public static void WriteView(Stream output, CaptureHistory history, ViewDefinition view, ViewJsonOptions options)
    {
        var to = new Utf8Writer(1 << 16);
        to.Write("{\"slices\": [\n{\"progress\": 0},\n"u8);
        if (!options.IsCutShort)
        {
            var selection = new Selection { CaptureFilter = options.Filter };
            to.Write("{\"progress\": 100, "u8);
            if (view.Kind == ViewKind.List)
                WriteList(to, history, view, selection, options);
            else
                WriteTable(to, history, view, selection, options);
            to.Write("}\n"u8);
        }
        to.Write("]}\n"u8);
        output.Write(to.Written);
        output.Flush();
    }

    static void WriteTable(Utf8Writer to, CaptureHistory history, ViewDefinition view, Selection selection, ViewJsonOptions options)
    {
        var table = TableRun.Answer(history, QueryOf(view, selection, options));
        table.SortEqualRowsAsTools();
        WriteTable(to, table, view, selection, options, history, _ => { });
    }

    static TableQuery QueryOf(ViewDefinition view, Selection selection, ViewJsonOptions options)
    {
        var query = view.ToTableQuery(selection.FilterFor(view), selection.Depth);
        // Like csysdig: columns are counted with the keys, and a number past them sorts as the view does.
        return options.SortColumn is { } column && column < view.Columns.Count ? query with { SortColumn = column - 1 } : query;
    }

    static void WriteTable(Utf8Writer to, TableResult table, ViewDefinition view, Selection selection, ViewJsonOptions options, CaptureHistory history, Action<int> writeBehind)
    {
        WriteRows(to, table.RowCount, options, history.ShownStyle, row =>
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (i > 0)
                    to.Write(',');
                table.WriteJsonCell(row, i, to, history.ShownStyle);
            }
        }, row => table.WriteKey(row, to), writeBehind);
        ViewInfoWriter.Write(to, view, table.Columns, selection, options.Containers, history.State.Compat ? null : table.Stretch);
    }

    static void WriteList(Utf8Writer to, CaptureHistory history, ViewDefinition view, Selection selection, ViewJsonOptions options)
    {
        var list = ListResult.Start(history, view.ToRowQuery(selection.FilterFor(view), selection.Depth));
        list.Rows.Completion.GetAwaiter().GetResult();
        WriteRows(to, list.Rows.Count, options, history.ShownStyle, row =>
        {
            for (var i = 0; i < list.Columns.Count; i++)
            {
                if (i > 0)
                    to.Write(',');
                list.WriteJsonCell(row, i, to, history.ShownStyle);
            }
        }, row => to.Write((long)list.Rows.OrdinalOf(row)), _ => { });
        ViewInfoWriter.Write(to, view, list.Columns, selection, options.Containers);
    }

    static void WriteRows(Utf8Writer to, int count, ViewJsonOptions options, TextStyle style, Action<int> writeCells, Action<int> writeKey, Action<int> writeBehind)
    {
        var last = options.To == 0 || options.To >= count - 1 ? count - 1 : options.To;
        if (options.From < count)
        {
            to.Write("\"data\": [\n"u8);
            for (var row = options.From; row <= last; row++)
            {
                to.Write("{\"d\":["u8);
                writeCells(row);
                to.Write("],\"k\":"u8);
                var start = to.Length;
                writeKey(row);
                if (style.Form == TextForm.Escaped)
                    SafeText.EscapeFrom(to, start, terminal: false);
                JsonText.QuoteFrom(to, start, ascii: style.Form == TextForm.AsTool);
                writeBehind(row);
                to.Write(row < last ? "},\n"u8 : "}"u8);
            }
            to.Write("],\n"u8);
        }
        to.Write("\"count\": "u8);
        to.Write((long)(options.From < count ? last - options.From + 1 : 0));
        to.Write(", \"info\": "u8);
    }
}
