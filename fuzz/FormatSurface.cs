using System.Text;
using System.Text.Json;
using CSysdig.Model.Fields;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Fuzz;

/// <summary>
/// Texts given as formats. One that is taken gives a line and JSON for every event: JSON is an object of valid UTF-8, a
/// field with a width takes that width, and on a terminal no byte that could move the cursor comes from the capture.
/// </summary>
sealed class FormatSurface(Seeds seeds) : ISurface
{
    static readonly string[] s_words =
    [
        "%", "%%", "*", "\\n", "\\t", "\\e[01;32m", "\\\\", "%5", "%0", "%1", "%40", "%2000", "%999999", "%1000001", "%99999999999", "%toupper(", "%tolower(proc.name)", "%len(", "%b64(",
        "%basename(fd.name)", "%concat(proc.name, fd.name)", ")", "[0]", "[-1]", "[1]", "[99999999999]", ".res", ".data", ".is.open", "[PATH]", "\u00e9", "\"", "{", " ", "|",
    ];

    static readonly TextStyle[] s_styles =
    [
        new(), new() { Buffer = BufferStyle.Ascii }, new() { Buffer = BufferStyle.HexAscii }, new() { Buffer = BufferStyle.Base64, BufferLimit = 0 },
        new() { Buffer = BufferStyle.Hex, Time = TimeStyle.Delta }, new() { Time = TimeStyle.Latency, PortNames = true },
    ];

    readonly QuestionedCaptures _captures = new(seeds);
    readonly TextMutator _texts = new(seeds.Formats, [.. s_words, .. FieldCatalog.All.Select(f => "%" + f.Name)]);

    public string Name => "format";

    public byte[] Make(Random random)
    {
        // A single field with a width, now and then: then the line's length is known.
        var text = random.Next(4) > 0 ? _texts.Make(random) : $"*%{random.Next(1, 300)}{FieldCatalog.All[random.Next(FieldCatalog.All.Count)].Name}";
        return QuestionedCaptures.Input(random, text);
    }

    public void Check(byte[] input)
    {
        var text = EventFormat.Unescape(QuestionedCaptures.Text(input));
        var style = s_styles[input.Length % s_styles.Length];
        Follow(input, text, style, WidthOf(text), CheckLine);
        Follow(input, text, style with { Json = true }, 0, CheckJson);
        if (!text.Any(char.IsControl))
            Follow(input, text, style with { Terminal = true }, 0, CheckTerminal);
    }

    /// <summary>The width of a format that is nothing but one field with a width; else 0. What follows evt.type.is is text.</summary>
    static int WidthOf(string text)
    {
        if (!text.StartsWith("*%", StringComparison.Ordinal))
            return 0;
        var digits = text.AsSpan(2).IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && FieldCatalog.Find(text[(2 + digits)..]) is { Argument: not ArgumentSyntax.EventType } && int.TryParse(text.AsSpan(2, digits), out var width) ? width : 0;
    }

    void Follow(byte[] input, string text, TextStyle style, int width, Action<Utf8Writer, int> check)
    {
        using var stream = EventStream.Open(new MemoryStream(_captures.Of(input), writable: false));
        stream.Current.Style = style;
        EventFormat format;
        try
        {
            format = EventFormat.Parse(text, Dialect.Of(stream.State));
        }
        catch (EventFormatException)
        {
            return;
        }
        var line = new Utf8Writer();
        while (stream.Next())
        {
            line.Clear();
            if (style.Json ? format.WriteJson(line, stream.Current) : format.Write(line, stream.Current))
                check(line, width);
            else if (line.Length > 0)
                throw new PropertyException($"event {stream.Current.Number} has no line and left {line.Length} bytes");
        }
    }

    static void CheckLine(Utf8Writer line, int width)
    {
        if (width > 0 && line.Length != width)
            throw new PropertyException($"{line.Length} bytes where {width} were asked for");
    }

    static void CheckJson(Utf8Writer line, int width)
    {
        var reader = new Utf8JsonReader(line.Written);
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PropertyException($"no JSON: {e.Message} {e.InnerException?.Message} {Encoding.Latin1.GetString(line.Written)}");
        }
    }

    static void CheckTerminal(Utf8Writer line, int width)
    {
        foreach (var b in line.Written)
            if (b is < 0x20 and not (byte)'\n' and not (byte)'\t' || b == 0x7f)
                throw new PropertyException($"a terminal would be sent the byte {b:x2}: {Encoding.Latin1.GetString(line.Written)}");
    }
}
