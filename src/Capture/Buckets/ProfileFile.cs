using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>A file such as <c>~/.aws/credentials</c>: sections of lines <c>name = value</c>.</summary>
static class ProfileFile
{
    const int MostBytes = 1 << 20;

    /// <summary>What stands in a section under either name; nothing where there is no such file or section. What stands indented below a name belongs to that.</summary>
    /// <exception cref="CaptureException">The file can't be read.</exception>
    public static Dictionary<string, string> Section(string path, string name, string otherName)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isIn = false;
        foreach (var line in Lines(path))
        {
            var text = line.Trim();
            if (text.StartsWith('[') && text.EndsWith(']'))
                isIn = text[1..^1].Trim() is var title && (title == name || title == otherName);
            else if (isIn && line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] is not ('#' or ';') && line.IndexOf('=') is > 0 and var at)
                values[line[..at].Trim()] = line[(at + 1)..].Trim();
        }
        return values;
    }

    static string[] Lines(string path)
    {
        try
        {
            return new FileInfo(path) switch
            {
                { Exists: false } => [],
                { Length: > MostBytes } => throw new CaptureException($"{path} has more than {MostBytes >> 20} MiB: that is no file of keys"),
                _ => File.ReadAllLines(path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} can't be read: {FileProblem.Of(e)}");
        }
    }
}
