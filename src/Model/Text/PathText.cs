using System.Text;
using CSysdig.Capture;

namespace CSysdig.Model.Text;

/// <summary>
/// Paths made absolute without asking a file system: a name is any bytes between slashes, and only one that is wholly <c>.</c> or
/// <c>..</c> means something. What the tools make of them is in <see cref="ToolPaths"/>.
/// </summary>
public static class PathText
{
    /// <summary>
    /// A call takes paths of up to 4,095 bytes, and so long is the directory that getcwd tells. What is longer was walked to step by
    /// step; so that a capture can't make each step keep all before it, it is kept as its beginning and a hash of the whole.
    /// </summary>
    public const int Longest = 8192;

    const int HashDigits = 32;

    /// <summary>Writes <paramref name="path"/> as seen from <paramref name="directory"/>. An absolute path is only tidied.</summary>
    public static void WriteAbsolute(Utf8Writer to, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        var start = to.Length;
        var isRooted = path is [(byte)'/', ..] || directory is [(byte)'/', ..];
        if (path is not [(byte)'/', ..])
            to.Write(directory.TrimEnd((byte)'/'));
        // Nobody knows what lies above a directory that is not known.
        var top = isRooted ? start : to.Length;
        foreach (var range in path.Split((byte)'/'))
        {
            var name = path[range];
            if (name.IsEmpty || name.SequenceEqual("."u8))
                continue;
            if (!name.SequenceEqual(".."u8) || !isRooted && !GoesUp(to.Written[top..]))
            {
                if (isRooted || to.Length > start)
                    to.Write('/');
                to.Write(name);
            }
            else
                to.Truncate(top + Math.Max(0, to.Written[top..].LastIndexOf((byte)'/')));
        }
        if (to.Length == start && isRooted)
            to.Write('/');
        if (to.Length - start <= Longest)
            return;
        var bounded = Bounded(to.Written[start..], Longest);
        to.Truncate(start);
        to.Write(bounded);
    }

    /// <summary>A name that is no longer than it may be: instead of what is too much a hash of the whole, so that no two become one.</summary>
    public static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> name, int longest) => name.Length <= longest ? name :
        (byte[])[.. name[..(longest - HashDigits - 1)], (byte)'~', .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Digest.Sha256(name))).AsSpan(0, HashDigits)];

    /// <summary>A path as it was given, but for slashes that stand twice.</summary>
    public static void WriteSingleSlashes(Utf8Writer to, ReadOnlySpan<byte> path)
    {
        for (var twice = path.IndexOf("//"u8); twice >= 0; twice = path.IndexOf("//"u8))
        {
            to.Write(path[..twice]);
            path = path[(twice + 1)..];
        }
        to.Write(path);
    }

    /// <summary>There is a name below the top that <c>..</c> takes away.</summary>
    static bool GoesUp(ReadOnlySpan<byte> below) => !below.IsEmpty && !below[(below.LastIndexOf((byte)'/') + 1)..].SequenceEqual(".."u8);
}
