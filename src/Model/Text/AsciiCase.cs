namespace CSysdig.Model.Text;

/// <summary>Letters of ASCII without regard to case, as the C locale has them; other bytes are themselves.</summary>
static class AsciiCase
{
    public static byte ToLower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    public static byte ToUpper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~0x20) : b;

    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
            return true;
        var (lower, upper) = (ToLower(part[0]), ToUpper(part[0]));
        while (text.Length >= part.Length)
        {
            var at = text[..(text.Length - part.Length + 1)].IndexOfAny(lower, upper);
            if (at < 0)
                return false;
            if (Equal(text.Slice(at, part.Length), part))
                return true;
            text = text[(at + 1)..];
        }
        return false;
    }

    static bool Equal(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        for (var i = 0; i < x.Length; i++)
            if (ToLower(x[i]) != ToLower(y[i]))
                return false;
        return true;
    }
}
