namespace CSysdig.Model.Parsing;

/// <summary>Joins and tidies paths as libs does: what it writes into fd.name is not always what the kernel would say.</summary>
static class Paths
{
    /// <summary>libs' buffer for a path, in bytes.</summary>
    public const int MaxLength = 1024;

    static readonly byte[] s_tooLong = "/PATH_TOO_LONG"u8.ToArray();

    /// <summary>
    /// A path relative to a directory; an absolute one stands alone. "." and ".." are resolved, doubled slashes dropped, a slash
    /// at the end removed, and every byte outside printable ASCII becomes a dot.
    /// </summary>
    /// <param name="recordedLength">The length of <paramref name="path"/> with its NUL: libs counts that in.</param>
    public static byte[] Combine(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, int recordedLength, bool keepUtf8 = false)
    {
        if (MaxLength < directory.Length + recordedLength + 1)
            return s_tooLong;
        Span<byte> target = stackalloc byte[MaxLength + 8];
        var at = 0;
        if (recordedLength != 0 && (path.IsEmpty || path[0] != '/'))
        {
            directory.CopyTo(target);
            at = directory.Length;
        }
        return target[..Tidy(path, target, at, keepUtf8)].ToArray();
    }

    static int Tidy(ReadOnlySpan<byte> path, Span<byte> target, int at, bool keepUtf8)
    {
        var i = 0;
        while (i < path.Length)
        {
            var c = path[i];
            var next = i + 1 < path.Length ? path[i + 1] : (byte)0;
            var third = i + 2 < path.Length ? path[i + 2] : (byte)0;
            if (!IsPrintable(c, keepUtf8))
            {
                target[at++] = (byte)'.';
                i++;
            }
            else if (c == '.' && next == '.' && (third == '/' || third == 0))
            {
                at = Parent(target, at);
                i += third == 0 ? 2 : 3;
            }
            else if (c == '.' && next == '.')
            {
                target[at++] = (byte)'.';
                target[at++] = (byte)'.';
                i += 2;
            }
            else if (c == '.' && next == '/')
                i += 2;
            else if (c == '.' && next == 0)
                i++;
            else if (c == '/' && at > 0 && target[at - 1] == '/')
                i++;
            else
            {
                target[at++] = c;
                i++;
            }
        }
        return at > 1 && target[at - 1] == '/' ? at - 1 : at;
    }

    static bool IsPrintable(byte c, bool keepUtf8) => c is >= 0x20 and < 0x7F || keepUtf8 && c >= 0x80;

    static int Parent(ReadOnlySpan<byte> target, int at)
    {
        if (at <= 1)
            return at;
        at--;
        while (at > 0 && target[at - 1] != '/')
            at--;
        return at;
    }
}
