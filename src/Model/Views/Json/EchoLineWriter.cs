using System.Globalization;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>One read or write as csysdig's JSON has it.</summary>
static class EchoLineWriter
{
    public static bool Write(Utf8Writer to, CaptureHistory history, Transfer transfer, BufferStyle style)
    {
        var compat = history.Following.Compat;
        var name = Shown(transfer.FdName, compat, strips: true);
        var fd = transfer.FdNumber.ToString(CultureInfo.InvariantCulture);
        to.Write('{');
        if (transfer.ContainerName.Length > 0)
            Member(to, "c"u8, Shown(transfer.ContainerName, compat), compat);
        Member(to, "d"u8, transfer.Direction == IoDirection.Read ? "<"u8 : ">"u8);
        to.Write("\"f\":"u8);
        var start = to.Length;
        to.Write(fd);
        to.Write("(<"u8);
        to.Write(transfer.FdTypeChar);
        to.Write('>');
        to.Write(name);
        to.Write(')');
        JsonText.QuoteFrom(to, start, ascii: compat);
        to.Write(',');
        Member(to, "fd"u8, fd);
        if (transfer.FdName.Length > 0)
            Member(to, "fn"u8, name, compat);
        Member(to, "ft"u8, transfer.FdTypeChar.ToString());
        Member(to, "l"u8, transfer.Length.ToString(CultureInfo.InvariantCulture));
        Member(to, "p"u8, Shown(transfer.ProcessName, compat), compat);
        Member(to, "ta"u8, transfer.Timestamp.ToString(CultureInfo.InvariantCulture));
        Member(to, "td"u8, (transfer.Timestamp - history.FirstTimestamp).ToString(CultureInfo.InvariantCulture));
        to.Write("\"v\":"u8);
        start = to.Length;
        WriteBytes(to, transfer.Data.Span, style);
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
