using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Views.Saving;

/// <summary>
/// Writes what was typed and shown on a terminal as asciicast v2, which players of terminals read. Its bytes are those of the terminal: who plays
/// them lets them do to his what they did to that one.
/// </summary>
static class CastFile
{
    /// <summary>A capture does not tell how large the terminal was.</summary>
    const int Width = 80, Height = 24;

    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>How many reads and writes were written.</returns>
    public static int Write(Stream to, CaptureHistory history, ReadOnlySpan<TerminalMove> moves, string title)
    {
        var reader = new TerminalReader(history);
        // A character may be cut by the end of a read; each direction has its own.
        var (shown, typed) = (Encoding.UTF8.GetDecoder(), Encoding.UTF8.GetDecoder());
        var (written, first) = (0, moves.IsEmpty ? 0 : moves[0].Time);
        WriteHead(to, first, title);
        foreach (var move in moves)
        {
            if (reader.Read(move) is not { } chunk)
                continue;
            var decoder = chunk.IsInput ? typed : shown;
            var text = new char[decoder.GetCharCount(chunk.Data.Span, flush: false)];
            decoder.GetChars(chunk.Data.Span, text, flush: false);
            WriteEvent(to, chunk.Time - first, chunk.IsInput ? "i" : "o", text);
            if (chunk.Missing > 0)
                WriteEvent(to, chunk.Time - first, "m", $"{chunk.Missing.ToString(CultureInfo.InvariantCulture)} bytes not captured");
            written++;
        }
        return written;
    }

    static void WriteHead(Stream to, ulong first, string title)
    {
        using (var json = new Utf8JsonWriter(to, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 2);
            json.WriteNumber("width", Width);
            json.WriteNumber("height", Height);
            json.WriteNumber("timestamp", first / 1_000_000_000);
            json.WriteString("title", title);
            json.WriteEndObject();
        }
        to.WriteByte((byte)'\n');
    }

    static void WriteEvent(Stream to, ulong time, string kind, ReadOnlySpan<char> text)
    {
        using (var json = new Utf8JsonWriter(to, s_options))
        {
            json.WriteStartArray();
            json.WriteRawValue((time / 1e9).ToString("0.000000", CultureInfo.InvariantCulture));
            json.WriteStringValue(kind);
            json.WriteStringValue(text);
            json.WriteEndArray();
        }
        to.WriteByte((byte)'\n');
    }
}

/// <summary>A screen about a terminal, whose bytes can be written.</summary>
interface ITerminalRecord
{
    /// <returns>How many reads and writes were written.</returns>
    int WriteCast(Stream to);
}
