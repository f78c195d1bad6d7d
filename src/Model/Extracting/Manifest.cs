using System.Globalization;
using System.Text.Json;
using CSysdig.Model.Streams;
using CSysdig.Model.Text;

namespace CSysdig.Model.Extracting;

/// <summary>The list of what was extracted: a table in the folder, or JSON on the output.</summary>
public static class Manifest
{
    public const string Name = "manifest.tsv";

    /// <summary>A tab-separated line a file; captured text has its odd bytes as <c>\xNN</c>.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    internal static void Write(OutputFolder folder, IReadOnlyList<ArtifactRow> rows)
    {
        var text = new Utf8Writer();
        text.Write("file\tkind\toriginal\tprocess\tpid\tfirst seen\toffset\tsize\tseen\tcomplete\twhy not\tsha256\tsha256 of part\ttype\tname says\ttimes\tgaps\n"u8);
        foreach (var row in rows)
            WriteRow(text, row);
        folder.Delete(Name);
        using var file = folder.Create(Name);
        RandomAccess.Write(file.SafeFileHandle, text.Written, 0);
    }

    static void WriteRow(Utf8Writer to, ArtifactRow row)
    {
        to.Write(row.Place.Length > 0 ? row.Place : "-");
        to.Write('\t');
        to.Write(row.KindName);
        to.Write('\t');
        SafeText.Write(to, row.Name, terminal: true);
        to.Write('\t');
        SafeText.Write(to, row.Comm, terminal: true);
        to.Write('\t');
        to.Write(row.Pid);
        to.Write('\t');
        TimeText.WriteIso8601(to, row.Time);
        to.Write('\t');
        to.Write(row.Base);
        to.Write('\t');
        to.Write(row.Size);
        to.Write('\t');
        to.Write(row.Seen);
        to.Write('\t');
        to.Write(row.IsComplete ? "yes"u8 : "no"u8);
        to.Write('\t');
        to.Write(row.Why);
        to.Write('\t');
        to.Write(row.Hash);
        to.Write('\t');
        to.Write(row.PartHash);
        to.Write('\t');
        to.Write(row.Type?.Text ?? "");
        to.Write('\t');
        to.Write(row.Belied ?? "");
        to.Write('\t');
        to.Write((long)row.Openings);
        to.Write('\t');
        for (var i = 0; i < row.Gaps.Count; i++)
            to.Write(string.Create(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{row.Gaps[i].Start}-{row.Gaps[i].End - 1}"));
        to.Write(row.HasMoreGaps ? ",..."u8 : ""u8);
        to.Write('\n');
    }

    /// <summary>An array of objects, on one line.</summary>
    public static void WriteJson(Utf8Writer to, IReadOnlyList<ArtifactRow> rows)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
                WriteRow(writer, row);
            writer.WriteEndArray();
        }
        to.Write(json.WrittenSpan);
        to.Write('\n');
    }

    static void WriteRow(Utf8JsonWriter writer, ArtifactRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("file", row.Place.Length > 0 ? row.Place : null);
        writer.WriteString("kind", row.KindName);
        writer.WriteString("original", SafeText.ToString(row.Name));
        writer.WriteString("process", SafeText.ToString(row.Comm));
        writer.WriteNumber("pid", row.Pid);
        writer.WriteNumber("first_seen", row.Time);
        writer.WriteNumber("offset", row.Base);
        writer.WriteNumber("size", row.Size);
        writer.WriteNumber("seen", row.Seen);
        writer.WriteBoolean("complete", row.IsComplete);
        writer.WriteString("why_not", row.Why.Length > 0 ? row.Why : null);
        writer.WriteString("sha256", row.Hash.Length > 0 ? row.Hash : null);
        writer.WriteString("sha256_of_part", row.PartHash.Length > 0 ? row.PartHash : null);
        writer.WriteString("type", row.Type?.Text);
        writer.WriteString("name_says", row.Belied);
        writer.WriteNumber("times", row.Openings);
        writer.WriteStartArray("gaps");
        foreach (var (start, end) in row.Gaps)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(start);
            writer.WriteNumberValue(end);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteBoolean("more_gaps", row.HasMoreGaps);
        writer.WriteEndObject();
    }
}
