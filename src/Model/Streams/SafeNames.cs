using System.Security.Cryptography;
using System.Text;

namespace CSysdig.Model.Streams;

/// <summary>
/// Gives every captured path a place of its own below a folder. Nothing of a captured name is trusted: what is not plain becomes
/// <c>%XX</c>, <c>..</c> goes nowhere, and two names never share a place, on file systems that fold case neither.
/// </summary>
public sealed class SafeNames
{
    const int LongestPart = 100, LongestPath = 180, MostParts = 24;

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
        if (parts.Count > MostParts || parts.Sum(p => p.Length + 1) > LongestPath)
        {
            folder = Folder(folder + "/long");
            return File($"{folder}/{Hash(path)}-{Cut(parts[^1], 60)}");
        }
        foreach (var part in parts.SkipLast(1))
            folder = Folder(folder + "/" + part);
        return File(folder + "/" + parts[^1]);
    }

    /// <summary>One part of a path as it may be written to any disk.</summary>
    public static string Part(ReadOnlySpan<byte> part)
    {
        var text = new StringBuilder(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            var b = part[i];
            var isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'+' or (byte)'=' or (byte)',' or (byte)'@' or (byte)'~'
                || b == '-' && i > 0 || b == '.' && i < part.Length - 1 && !IsDots(part);
            if (isPlain)
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2"));
        }
        var result = text.ToString();
        if (IsDevice(result))
            result = $"%{(int)result[0]:X2}{result[1..]}";
        return result.Length <= LongestPart ? result : $"{Cut(result, LongestPart - 20)}~{Hash(part)}";
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

    // An escape is not cut in two.
    static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var escape = text.LastIndexOf('%', length - 1);
        return text[..(escape >= length - 2 ? escape : length)];
    }

    static bool IsDots(ReadOnlySpan<byte> part) => part.IndexOfAnyExcept((byte)'.') < 0;

    static bool IsDevice(string part)
    {
        var stem = part.Split('.')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase);
    }

    static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
