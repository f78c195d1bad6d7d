using System.Globalization;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>One read or write as csysdig's JSON has it.</summary>
static class EchoLineWriter
{
    public static bool Write(Utf8Writer to, CaptureHistory history, EchoChunk chunk, BufferStyle style)
    {
        var compat = history.Following.Compat;
        var name = Shown(chunk.FdName, compat, strips: true);
        var fd = chunk.FdNumber.ToString(CultureInfo.InvariantCulture);
        to.Write('{');
        if (chunk.ContainerName.Length > 0)
            Member(to, "c"u8, Shown(chunk.ContainerName, compat), compat);
        Member(to, "d"u8, chunk.Direction == IoDirection.Read ? "<"u8 : ">"u8);
        to.Write("\"f\":"u8);
        var start = to.Length;
        to.Write(fd);
        to.Write("(<"u8);
        to.Write(chunk.FdTypeChar);
        to.Write('>');
        to.Write(name);
        to.Write(')');
        JsonText.QuoteFrom(to, start, ascii: compat);
        to.Write(',');
        Member(to, "fd"u8, fd);
        if (chunk.FdName.Length > 0)
            Member(to, "fn"u8, name, compat);
        Member(to, "ft"u8, chunk.FdTypeChar.ToString());
        Member(to, "l"u8, chunk.Length.ToString(CultureInfo.InvariantCulture));
        Member(to, "p"u8, Shown(chunk.ProcessName, compat), compat);
        Member(to, "ta"u8, chunk.Timestamp.ToString(CultureInfo.InvariantCulture));
        Member(to, "td"u8, (chunk.Timestamp - history.FirstTimestamp).ToString(CultureInfo.InvariantCulture));
        to.Write("\"v\":"u8);
        start = to.Length;
        WriteBytes(to, chunk.Data.Span, style);
        JsonText.QuoteFrom(to, start);
        to.Write('}');
        return true;
    }

    /// <summary>The bytes without the line end before and behind them.</summary>
    static void WriteBytes(Utf8Writer to, ReadOnlySpan<byte> data, BufferStyle style)
    {
        var text = new Utf8Writer(data.Length + 16);
        BufferText.Write(text, data, style);
        var shown = text.Written;
        if (shown.StartsWith("\n"u8))
            shown = shown[1..];
        if (shown.EndsWith("\n"u8))
            shown = shown[..^1];
        to.Write(shown);
    }

    static ReadOnlySpan<byte> Shown(byte[] name, bool compat, bool strips = false)
    {
        if (compat && !strips)
            return name;
        var shown = new Utf8Writer(name.Length + 1);
        if (compat)
            CleanText.WriteStripped(shown, name);
        else
            SafeText.Write(shown, name);
        return shown.Written;
    }

    static void Member(Utf8Writer to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool ascii = true)
    {
        JsonText.WriteQuoted(to, name);
        to.Write(':');
        JsonText.WriteQuoted(to, value, ascii);
        to.Write(',');
    }

    static void Member(Utf8Writer to, ReadOnlySpan<byte> name, string value) => Member(to, name, System.Text.Encoding.ASCII.GetBytes(value));
}
