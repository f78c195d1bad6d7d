using System.Globalization;

namespace CSysdig.Cli.Writing;

/// <summary>
/// Names of the files that a capture is spread over, as sysdig forms them: with -G and a time format in the name the time
/// of the file's first event, else the name and a number; with -C the number behind it all, as wide as that of -W.
/// </summary>
/// <param name="taken">Names of what there is already in a bucket; null where a folder tells.</param>
sealed class RotatingNames(WritingOptions options, List<string>? taken = null)
{
    readonly string _base = options.File!;
    readonly Queue<string> _past = new();
    readonly int _first = !options.IsLive || !options.Rotates ? 0 : FirstFree(options.File!, taken ?? Beside(options.File!));
    int _index;

    /// <summary>The name of the next file.</summary>
    /// <param name="seconds">The time of its first event, since 1970.</param>
    public string Next(long seconds)
    {
        if (!options.Rotates)
            return _base;
        if (options.MostFiles > 0 && _index >= options.MostFiles)
            _index = 0;
        var number = (_first + _index).ToString(CultureInfo.InvariantCulture);
        _index++;
        if (options.MostEvents > 0)
            return _base + number;
        var name = options.MostSeconds == 0 ? _base : HasTime ? TimeFormat.Expand(_base, seconds) : _base + number;
        return options.MostBytes > 0 ? name + number.PadLeft(Digits(options.MostFiles), '0') : name;
    }

    /// <summary>Notes a file that is written; the name of one that is now too old and to be removed, or null.</summary>
    public string? Retire(string name)
    {
        if (!HasTime || options.MostFiles == 0 || options.MostSeconds == 0)
            return null;
        _past.Enqueue(name);
        return _past.Count > options.MostFiles && _past.Dequeue() is var oldest && !_past.Contains(oldest) ? oldest : null;
    }

    /// <summary>The first number above those of files that an earlier run has left.</summary>
    static int FirstFree(string path, IEnumerable<string> taken)
    {
        var name = Path.GetFileName(path);
        var first = 0;
        foreach (var other in taken)
            if (other.StartsWith(name, StringComparison.Ordinal)
                && int.TryParse(other.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue)
                first = Math.Max(first, number + 1);
        return first;
    }

    static IEnumerable<string> Beside(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)) : [];

    bool HasTime => _base.Contains('%');

    static int Digits(int number) => number == 0 ? 0 : number.ToString(CultureInfo.InvariantCulture).Length;
}
