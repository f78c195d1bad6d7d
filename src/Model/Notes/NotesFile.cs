using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CSysdig.Model.Notes;

/// <summary>
/// The file of notes, docs/notes.md: a JSON object a line, the first says what it is. Whoever handed over the capture may have written it: it is read within bounds, and
/// one that holds anything else is no file of notes.
/// </summary>
static class NotesFile
{
    public const int Most = 10_000, LongestText = 500, LongestValue = 4_096, LongestField = 64;
    const int MostBytes = 1 << 23, Version = 1;
    const string Head = "csysdig_notes";

    public static string Beside(string capture) => capture.TrimEnd('/') + ".notes";

    /// <summary>The notes of a file; none where it is not there.</summary>
    /// <exception cref="NotesException">It is no file of notes.</exception>
    public static List<Note> Read(string file)
    {
        var info = new FileInfo(file);
        if (info.Exists)
            info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
        // A pipe by this name has no length, and is not waited for.
        if (!info.Exists || info.Length == 0)
            return [];
        if (info.Length > MostBytes)
            throw new NotesException($"{file} has more than {MostBytes >> 20} MiB: it is no file of notes");
        var notes = new List<Note>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0)
                continue;
            var isHead = notes.Count == 0 && number == 1;
            if (notes.Count >= Most)
                throw new NotesException($"{file} has more than {Most:#,0} notes");
            if (isHead ? !IsHead(line) : NoteOf(line) is not { } note || !Added(note))
                throw new NotesException($"{file}:{number}: {(isHead ? "it is no file of notes" : "this is no note")}; it is neither read nor written");
        }
        return notes;

        bool Added(Note note)
        {
            notes.Add(note);
            return true;
        }
    }

    /// <summary>Writes all of them, in the place of a file of that name.</summary>
    public static void Write(string file, IReadOnlyList<Note> notes)
    {
        if (notes.Count == 0)
        {
            File.Delete(file);
            return;
        }
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber(Head, Version);
            json.WriteEndObject();
            foreach (var note in notes)
            {
                json.Flush();
                json.Reset();
                bytes.WriteByte((byte)'\n');
                json.WriteStartObject();
                json.WriteString("field", note.On.Field);
                json.WriteString("value", note.On.Value);
                // As a text: most readers of JSON lose the last digits of such a number.
                if (note.On.Time > 0)
                    json.WriteString("time", note.On.Time.ToString(CultureInfo.InvariantCulture));
                json.WriteString("note", note.Text);
                json.WriteEndObject();
            }
        }
        bytes.WriteByte((byte)'\n');
        // What lies there by that name is replaced, and not written through: it may be a link to somewhere else.
        var made = file + ".new";
        File.Delete(made);
        using (var to = new FileStream(made, FileMode.CreateNew))
            bytes.WriteTo(to);
        File.Move(made, file, overwrite: true);
    }

    static bool IsHead(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } head && head.TryGetProperty(Head, out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == Version;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static Note? NoteOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var time = 0ul;
            if (json.RootElement.TryGetProperty("time", out var told) && (told.ValueKind != JsonValueKind.String || !ulong.TryParse(told.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out time)))
                return null;
            return Text("field", LongestField) is { Length: > 0 } field && Text("value", LongestValue) is { } value && Text("note", LongestText) is { Length: > 0 } text
                ? new Note(new NoteKey(field, value, time), text) : null;

            string? Text(string name, int longest) =>
                json.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { } value && value.Length <= longest ? value : null;
        }
        // Half of a surrogate pair is no text.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A note can't be made, or a file is no file of notes; the message says why.</summary>
public sealed class NotesException(string message) : Exception(message);
