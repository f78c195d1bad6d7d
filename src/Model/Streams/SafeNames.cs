using System.Text;
using CSysdig.Capture;
using CSysdig.Model.Text;

namespace CSysdig.Model.Streams;

/// <summary>
/// Gives every captured path a place of its own below a folder. Nothing of a captured name is trusted: bytes that can't be shown become
/// <c>\xNN</c>, letters that mean something to a shell or a disk <c>%XX</c>, <c>..</c> goes nowhere, and two names never share a place,
/// on file systems that fold case neither.
/// </summary>
public sealed class SafeNames
{
    /// <summary>In bytes of UTF-8, of which a disk takes 255 for a name.</summary>
    const int LongestPart = 100, LongestPath = 180, MostParts = 24;

    /// <summary>What stands before the digits of a byte that can't be shown: a backslash goes into a folder there.</summary>
    static readonly string s_escape = OperatingSystem.IsWindows() ? "%" : "\\x";

    static readonly string[] s_devices = ["con", "prn", "aux", "nul", "com", "lpt", "conin$", "conout$"];

    // The place as it is spelt, and whether it is a folder.
    readonly Dictionary<string, (string Spelt, bool IsFolder)> _taken = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, int> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A place that nobody has yet, relative to the folder, its parts divided by slashes.</summary>
    /// <param name="group">The first part: a name of ours.</param>
    public string Place(string group, ReadOnlySpan<byte> path)
    {
        var parts = Parts(path);
        var folder = Folder(group);
        if (parts.Count > MostParts || parts.Sum(p => Encoding.UTF8.GetByteCount(p) + 1) > LongestPath)
        {
            folder = Folder(folder + "/long");
            return File($"{folder}/{Hash(path)}-{Cut(Units(Last(path)), 60)}");
        }
        foreach (var part in parts.SkipLast(1))
            folder = Folder(folder + "/" + part);
        return File(folder + "/" + parts[^1]);
    }

    /// <summary>One part of a path as it may be written to any disk.</summary>
    public static string Part(ReadOnlySpan<byte> part)
    {
        var units = Units(part);
        var result = string.Concat(units);
        if (IsDevice(result))
            result = $"%{(int)result[0]:X2}{result[1..]}";
        return Encoding.UTF8.GetByteCount(result) <= LongestPart ? result : $"{Cut(units, LongestPart - 20)}~{Hash(part)}";
    }

    /// <summary>The characters of a part, each as it is written.</summary>
    static List<string> Units(ReadOnlySpan<byte> part)
    {
        var units = new List<string>(part.Length);
        var isDots = part.IndexOfAnyExcept((byte)'.') < 0;
        for (var rest = part; !rest.IsEmpty;)
        {
            var b = rest[0];
            if (b >= 0x80 || b < 0x20 || b == 0x7f)
            {
                var shown = SafeText.Next(rest, out var length, out var escaped);
                units.Add(escaped ? shown.Replace("\\x", s_escape) : shown);
                rest = rest[length..];
                continue;
            }
            var isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'+' or (byte)'=' or (byte)',' or (byte)'@' or (byte)'~'
                || b == '-' && units.Count > 0 || b == '.' && rest.Length > 1 && !isDots;
            units.Add(isPlain ? ((char)b).ToString() : $"%{b:X2}");
            rest = rest[1..];
        }
        return units;
    }

    static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> path)
    {
        path = path.TrimEnd((byte)'/');
        return path[(path.LastIndexOf((byte)'/') + 1)..];
    }

    static List<string> Parts(ReadOnlySpan<byte> path)
    {
        var parts = new List<string>();
        foreach (var range in path.Split((byte)'/'))
        {
            var part = path[range];
            if (!part.IsEmpty && !part.SequenceEqual("."u8))
                parts.Add(Part(part));
        }
        if (parts.Count == 0)
            parts.Add("unnamed");
        return parts;
    }

    string Folder(string path)
    {
        for (var n = 1; ; n++)
        {
            var name = n == 1 ? path : $"{path}~{n}";
            if (!_taken.TryGetValue(name, out var taken))
            {
                _taken.Add(name, (name, true));
                return name;
            }
            if (taken.IsFolder)
                return taken.Spelt;
        }
    }

    string File(string path)
    {
        if (_taken.TryAdd(path, (path, false)))
            return path;
        var n = _next.GetValueOrDefault(path, 2);
        while (!_taken.TryAdd($"{path}~{n}", ($"{path}~{n}", false)))
            n++;
        _next[path] = n + 1;
        return $"{path}~{n}";
    }

    // No character and no escape is cut in two.
    static string Cut(List<string> units, int bytes)
    {
        var text = new StringBuilder(bytes);
        foreach (var unit in units)
        {
            bytes -= Encoding.UTF8.GetByteCount(unit);
            if (bytes < 0)
                break;
            text.Append(unit);
        }
        return text.ToString();
    }

    static bool IsDevice(string part)
    {
        var stem = part.Split('.')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase);
    }

    static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(Digest.Sha256(bytes))[..16];
}
