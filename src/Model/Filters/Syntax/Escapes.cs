using System.Text;

namespace CSysdig.Model.Filters.Syntax;

/// <summary>Undoes the escapes of a value.</summary>
static class Escapes
{
    /// <param name="text">The value without its quotes.</param>
    /// <param name="column">Where it stands in the filter.</param>
    /// <param name="quote">The quote it stood in, or NUL for a bare value.</param>
    public static byte[] Undo(ReadOnlySpan<char> text, int column, char quote, FilterDialect dialect)
    {
        if (text.IndexOf('\\') < 0 || (dialect == FilterDialect.Newer && quote == '\0'))
            return Utf8(text);
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '\\')
            {
                var end = text[at..].IndexOf('\\');
                var run = end < 0 ? text[at..] : text.Slice(at, end);
                bytes.AddRange(Utf8(run));
                at += run.Length;
                continue;
            }
            if (at + 1 == text.Length && dialect == FilterDialect.Sysdig029)
                throw new FilterException("to sysdig 0.29.3 a value may not end in a single \\; write \\\\", column + at);
            if (at + 1 == text.Length)
            {
                bytes.Add((byte)'\\');
                break;
            }
            var next = text[at + 1];
            if (next == 'x')
            {
                bytes.Add(Hex(text, column, at));
                at += 4;
                continue;
            }
            if (dialect != FilterDialect.Newer)
            {
                if (next is not ('\\' or '"'))
                    bytes.Add((byte)'\\');
                else
                    bytes.Add((byte)next);
                at += next is '\\' or '"' ? 2 : 1;
                continue;
            }
            var escaped = Newer(next, quote);
            bytes.Add(escaped ?? (byte)'\\');
            at += escaped is null ? 1 : 2;
        }
        return [.. bytes];
    }

    static byte Hex(ReadOnlySpan<char> text, int column, int at)
    {
        if (at + 4 > text.Length || !char.IsAsciiHexDigit(text[at + 2]) || !char.IsAsciiHexDigit(text[at + 3]))
            throw new FilterException("\\x is followed by two hexadecimal digits, as in \\x1b", column + at);
        return Convert.ToByte(text.Slice(at + 2, 2).ToString(), 16);
    }

    /// <summary>What an escape of later libs means; null for what they refuse, which is itself: a regular expression is full of it.</summary>
    static byte? Newer(char next, char quote) => next switch
    {
        'b' => (byte)'\b',
        'f' => (byte)'\f',
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        't' => (byte)'\t',
        ' ' or '\\' => (byte)'\\',
        '/' => (byte)'/',
        _ when next == quote => (byte)quote,
        _ => null,
    };

    /// <summary>Bytes that were no UTF-8 on the command line come as lone surrogates or U+FFFD; they can't match anything.</summary>
    static byte[] Utf8(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
