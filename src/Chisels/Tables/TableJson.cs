using System.Globalization;
using System.Text;
using System.Text.Json;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>A finished table as the JSON that sysdig's chisels print.</summary>
static class TableJson
{
    // The value is described third whatever the number of keys, as in the originals: a gap where there is one key, and
    // nothing said of the third key where there are more.
    const int ValuePlace = 2;

    /// <param name="timestamp">Of the last event, in nanoseconds since the epoch; shown in whole seconds.</param>
    public static void Write(Utf8Writer to, TableSpec spec, IReadOnlyList<TableRow> rows, ulong timestamp)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("ts", (timestamp / 1_000_000_000).ToString(CultureInfo.InvariantCulture) + "000000000");
            writer.WriteStartArray("data");
            foreach (var row in rows)
                WriteRow(writer, row);
            writer.WriteEndArray();
            writer.WriteStartArray("info");
            for (var i = 0; i < Math.Max(spec.Keys.Count, ValuePlace + 1); i++)
                WriteColumn(writer, spec, i);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        to.Write(json.WrittenSpan);
        to.Write('\n');
    }

    static void WriteRow(Utf8JsonWriter writer, TableRow row)
    {
        writer.WriteStartArray();
        ReadOnlySpan<byte> rest = row.Keys;
        while (!rest.IsEmpty)
            writer.WriteStringValue(Encoding.UTF8.GetString(TableRow.NextKey(ref rest)));
        writer.WriteNumberValue(row.Sum);
        writer.WriteEndArray();
    }

    static void WriteColumn(Utf8JsonWriter writer, TableSpec spec, int place)
    {
        if (place != ValuePlace && place >= spec.Keys.Count)
        {
            writer.WriteNullValue();
            return;
        }
        var isKey = place != ValuePlace;
        writer.WriteStartObject();
        writer.WriteString("name", isKey ? spec.Keys[place].Field : spec.ValueName ?? spec.Value);
        writer.WriteString("desc", isKey ? spec.Keys[place].Title : spec.ValueTitle);
        writer.WriteBoolean("is_key", isKey);
        writer.WriteEndObject();
    }
}
