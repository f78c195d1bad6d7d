using System.Text.Json;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Timeline;

/// <summary>A timeline as one object: where it starts, how long a bucket is, and the counts of each row.</summary>
static class TimelineJson
{
    /// <summary>So many buckets are written at most, where the user asked for no width.</summary>
    const int Columns = 1000;

    public static void Write(Utf8Writer to, Chart chart, ulong wanted)
    {
        var bucket = BucketWidth.Fit(chart.Span, wanted > 0 ? TimeBuckets.Most : Columns, chart.Time.Width, wanted);
        var perColumn = (int)(bucket / chart.Time.Width);
        var columns = (chart.Time.Count + perColumn - 1) / perColumn;
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("field", chart.Field);
            writer.WriteNumber("start", chart.Time.Start);
            writer.WriteNumber("bucket", bucket);
            WriteCounts(writer, "total", chart.All, perColumn, columns);
            writer.WriteStartArray("rows");
            foreach (var (value, counts) in chart.Rows)
            {
                writer.WriteStartObject();
                writer.WriteString("value", ReportText.Captured(value));
                writer.WriteNumber("events", counts.Total);
                WriteCounts(writer, "counts", counts, perColumn, columns);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            WriteCounts(writer, "others", chart.Others, perColumn, columns);
            WriteCounts(writer, "without_value", chart.Valueless, perColumn, columns);
            writer.WriteEndObject();
        }
        to.Write(json.WrittenSpan);
        to.Write('\n');
    }

    static void WriteCounts(Utf8JsonWriter writer, string name, Series series, int perColumn, int columns)
    {
        writer.WriteStartArray(name);
        foreach (var count in series.Columns(perColumn, columns))
            writer.WriteNumberValue(count);
        writer.WriteEndArray();
    }
}
