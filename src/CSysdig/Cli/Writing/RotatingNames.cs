using System.Globalization;

namespace CSysdig.Cli.Writing;

/// <summary>
/// Names of the files that a capture is spread over, as sysdig forms them: with -G and a time format in the name the time
/// of the file's first event, else the name and a number; with -C the number behind it all, as wide as that of -W.
/// </summary>
sealed class RotatingNames(WritingOptions options)
{
    readonly string _base = options.File!;
    readonly Queue<string> _past = new();
    readonly int _first = options.KeepsEarlier && options.Rotates ? FirstFree(options.File!) : 0;
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
    static int FirstFree(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        if (!Directory.Exists(folder))
            return 0;
        var first = 0;
        foreach (var file in Directory.EnumerateFiles(folder))
            if (Path.GetFileName(file) is var other && other.StartsWith(name, StringComparison.Ordinal)
                && int.TryParse(other.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue)
                first = Math.Max(first, number + 1);
        return first;
    }

    bool HasTime => _base.Contains('%');

    static int Digits(int number) => number == 0 ? 0 : number.ToString(CultureInfo.InvariantCulture).Length;
}
