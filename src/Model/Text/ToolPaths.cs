namespace CSysdig.Model.Text;

/// <summary>Paths made absolute as sysdig 0.29.3 and libs 0.25.4 make them, with what they take for dots and for letters.</summary>
static class ToolPaths
{
    /// <summary>The room the tools have for a path.</summary>
    const int MaxPath = 1024;

    /// <summary>Writes a path as seen from a directory: as it is, or where the tools are wanted as they make it.</summary>
    public static void WriteSeen(Utf8Writer to, bool asTool, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, bool utf8 = true)
    {
        if (asTool)
            WriteAbsoluteBounded(to, directory, path, utf8);
        else
            PathText.WriteAbsolute(to, directory, path);
    }

    /// <summary>
    /// Writes <paramref name="path"/> as seen from <paramref name="directory"/> (which ends with a slash): <c>.</c>, <c>..</c> and
    /// double slashes resolved. An absolute path is only tidied.
    /// </summary>
    /// <param name="utf8">As libs 0.25.4 (UTF-8 stays, dots count at the start of a name only), else as 0.29.3 (a dot for all but ASCII).</param>
    public static void WriteAbsolute(Utf8Writer to, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, bool utf8)
    {
        var start = to.Length;
        if (path is not [(byte)'/', ..])
            to.Write(directory);
        var emptyBase = to.Length == start;
        while (!path.IsEmpty)
        {
            var c = path[0];
            if (c is < 0x20 or > 0x7e)
                path = path[Foreign(to, path, utf8)..];
            else if (c == '.' && (!utf8 || to.Length == start || to.Written[^1] == '/'))
                path = path[Dots(to, start, path, utf8)..];
            else
            {
                var again = c == '/' && (to.Length > start ? to.Written[^1] == '/' : utf8 && !emptyBase);
                if (!again)
                    to.Write(c);
                path = path[1..];
            }
        }
        if (to.Length > start + 1 && to.Written[^1] == '/')
            to.Truncate(to.Length - 1);
    }

    /// <summary>As <see cref="WriteAbsolute"/>, with the tools' limit of 1,024 bytes for both together.</summary>
    public static void WriteAbsoluteBounded(Utf8Writer to, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, bool utf8)
    {
        if (directory.Length + path.Length + 1 > MaxPath)
            to.Write(utf8 ? "/DIR_TOO_LONG/FILENAME_TOO_LONG"u8 : "/PATH_TOO_LONG"u8);
        else
            WriteAbsolute(to, directory, path, utf8);
    }

    static int Foreign(Utf8Writer to, ReadOnlySpan<byte> path, bool utf8)
    {
        if (!utf8)
        {
            to.Write('.');
            return 1;
        }
        var length = CleanText.SequenceLength(path);
        to.Write(length > 0 ? path[..length] : "\uFFFD"u8);
        return Math.Abs(length);
    }

    /// <summary>Takes a dot or two at the start of <paramref name="path"/>; returns how many bytes are done with.</summary>
    static int Dots(Utf8Writer to, int start, ReadOnlySpan<byte> path, bool utf8)
    {
        if (path.Length > 1 && path[1] == '.' && (path.Length == 2 || path[2] == '/'))
        {
            Rewind(to, start);
            return Math.Min(3, path.Length);
        }
        if (!utf8 && path.Length > 1 && path[1] == '.')
        {
            to.Write(".."u8);
            return 2;
        }
        if (path.Length == 1)
            return 1;
        if (path[1] == '/')
            return 2;
        to.Write('.');
        return 1;
    }

    /// <summary>Goes back to the slash before the last name.</summary>
    static void Rewind(Utf8Writer to, int start)
    {
        if (to.Length <= start + 1)
            return;
        var end = to.Length - 1;
        while (end >= start + 1 && to.Written[end - 1] != '/')
            end--;
        to.Truncate(end);
    }
}
