using System.Buffers.Text;

namespace CSysdig.Chisels.Application;

/// <summary>
/// What a buffer says of HTTP, read from its shown form, in which a line end is two dots. Nothing is assumed of what stands in
/// it: the sender chose it.
/// </summary>
static class HttpText
{
    /// <summary>The method and target of a request that begins the buffer.</summary>
    public static bool TryRequest(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target)
    {
        method = Leading(text, (byte)'A', (byte)'Z');
        target = default;
        if (method.IsEmpty || method.Length == text.Length || text[method.Length] != ' ')
            return false;
        target = Graphic(text[(method.Length + 1)..]);
        return !target.IsEmpty;
    }

    /// <summary>The host that a request names; empty when it names none.</summary>
    public static ReadOnlySpan<byte> Host(ReadOnlySpan<byte> text)
    {
        while (TryAfter(ref text, "Host: "u8))
        {
            var run = Graphic(text);
            var end = run.Length > 1 ? run[1..].LastIndexOf(".."u8) : -1;
            if (end >= 0)
                return run[..(end + 1)];
        }
        return default;
    }

    /// <summary>The status of a response that stands anywhere in the buffer, and the length of the body it announces, 0 where it does not.</summary>
    public static bool TryResponse(ReadOnlySpan<byte> text, out double status, out double length)
    {
        length = 0;
        if (!TryStatus(text, out status))
            return false;
        while (TryAfter(ref text, "Content-Length: "u8))
        {
            var digits = Digits(text);
            if (digits.IsEmpty || !text[digits.Length..].StartsWith(".."u8))
                continue;
            length = Number(digits);
            break;
        }
        return true;
    }

    static bool TryStatus(ReadOnlySpan<byte> text, out double status)
    {
        status = 0;
        while (TryAfter(ref text, "HTTP/"u8))
        {
            var version = Graphic(text);
            if (version.IsEmpty || version.Length == text.Length || text[version.Length] != ' ')
                continue;
            var digits = Digits(text[(version.Length + 1)..]);
            if (digits.IsEmpty)
                continue;
            status = Number(digits);
            return true;
        }
        return false;
    }

    static bool TryAfter(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> what)
    {
        var at = text.IndexOf(what);
        if (at >= 0)
            text = text[(at + what.Length)..];
        return at >= 0;
    }

    static ReadOnlySpan<byte> Graphic(ReadOnlySpan<byte> text) => Leading(text, (byte)'!', (byte)'~');

    static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text) => Leading(text, (byte)'0', (byte)'9');

    static ReadOnlySpan<byte> Leading(ReadOnlySpan<byte> text, byte low, byte high) =>
        text.IndexOfAnyExceptInRange(low, high) is >= 0 and var end ? text[..end] : text;

    static double Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out double number, out _) ? number : 0;
}
