using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Summary;

/// <summary>The summary as the JSON that sysdig-inspect reads.</summary>
/// <param name="samples">How many to print; null for all.</param>
sealed class SummaryJson(SummaryMetrics metrics, int? samples, string filter)
{
    const int FormatVersion = 1;

    readonly Utf8Writer _number = new(32);

    /// <param name="first">Time of the first event, in nanoseconds since the epoch.</param>
    /// <param name="last">Time of the last one.</param>
    public void Write(Utf8Writer to, IReadOnlyDictionary<string, string> containers, ulong first, ulong last)
    {
        var shown = SummaryPage.Of(metrics, filter).Where(tile => tile.Data.IsShown).ToList();
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("info");
            writer.WriteNumber("IndexFormatVersion", FormatVersion);
            WriteContainers(writer, containers);
            WriteNumber(writer, "durationNs", unchecked((long)(last - first)));
            writer.WriteString("startTs", first.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("endTs", last.ToString(CultureInfo.InvariantCulture));
            WriteCategories(writer, shown);
            writer.WriteEndObject();
            writer.WriteStartArray("metrics");
            foreach (var tile in shown)
                WriteTile(writer, tile);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        to.Write(json.WrittenSpan);
    }

    /// <summary>Without a container there is an empty list, as the original writes an empty table.</summary>
    static void WriteContainers(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> containers)
    {
        if (containers.Count == 0)
        {
            writer.WriteStartArray("containers");
            writer.WriteEndArray();
            return;
        }
        writer.WriteStartObject("containers");
        foreach (var (id, name) in containers)
            writer.WriteString(id, name);
        writer.WriteEndObject();
    }

    static void WriteCategories(Utf8JsonWriter writer, List<Tile> shown)
    {
        writer.WriteStartArray("categories");
        foreach (var (id, name, isAlways) in SummaryPage.Categories)
        {
            if (!isAlways && !shown.Exists(tile => tile.Category == id))
                continue;
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    void WriteTile(Utf8JsonWriter writer, Tile tile)
    {
        writer.WriteStartObject();
        writer.WriteString("name", tile.Name);
        writer.WriteString("desc", tile.Description);
        writer.WriteString("category", tile.Category);
        writer.WriteString("targetView", tile.View);
        if (tile.ViewTitle is not null)
            writer.WriteString("targetViewTitle", tile.ViewTitle);
        if (tile.Filter is not null)
            writer.WriteString("targetViewFilter", tile.Filter);
        if (tile.SortBy is { } column)
            writer.WriteNumber("targetViewSortingCol", column);
        writer.WriteString("drillDownKey", tile.Key);
        WriteData(writer, tile.Data);
        writer.WriteEndObject();
    }

    void WriteData(Utf8JsonWriter writer, Metric metric)
    {
        var (line, most) = samples is { } wanted ? metric.Thin(wanted) : (metric.Samples, metric.Most);
        writer.WriteStartObject("data");
        WriteNumber(writer, "tot", metric.Total);
        WriteNumber(writer, "max", most);
        writer.WriteStartArray("timeLine");
        foreach (var (time, value) in line)
        {
            writer.WriteStartObject();
            writer.WriteString("t", time.ToString(CultureInfo.InvariantCulture));
            WriteNumber(writer, "v", value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteBoolean("excludable", metric.IsExcludable);
        writer.WriteBoolean("noteworthy", metric.IsNoteworthy);
        writer.WriteString("aggregation", metric.IsAveraged ? "avg" : "sum");
        writer.WriteEndObject();
    }

    void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        _number.Clear();
        LuaNumber.Write(_number, value);
        writer.WritePropertyName(name);
        writer.WriteRawValue(_number.Written);
    }
}
