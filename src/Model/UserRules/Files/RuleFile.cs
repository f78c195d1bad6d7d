using System.Text;
using YamlDotNet.Core;

namespace CSysdig.Model.UserRules.Files;

/// <summary>A file of rules: its items, and where in it something stands.</summary>
sealed class RuleFile
{
    internal const int MostBytes = 4 << 20;

    readonly string _text;

    RuleFile(string name, string text)
    {
        (Name, _text) = (name, text);
        try
        {
            Documents = YamlReading.Read(text);
        }
        catch (YamlProblem e)
        {
            throw new RuleFileException(new Place(name, e.Line, e.Column), e.Message);
        }
    }

    public string Name { get; }
    public IReadOnlyList<YamlValue> Documents { get; }

    /// <exception cref="RuleFileException">The file is too large or no YAML.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static RuleFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
        var bytes = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MostBytes)
            throw new RuleFileException($"{path}: a file of rules has at most {MostBytes >> 20} MiB");
        return Parse(path, Encoding.UTF8.GetString(bytes, 0, length));
    }

    /// <exception cref="RuleFileException">The text is no YAML.</exception>
    public static RuleFile Parse(string name, string text) => new(name, text.TrimStart('\ufeff'));

    public Place PlaceOf(YamlValue value) => new(Name, value.Start.Line, value.Start.Column);

    /// <summary>Where a character of a scalar's text stands: lines are folded and quotes undone, but what is no blank stays in its order.</summary>
    public Place PlaceOf(YamlValue scalar, int offset)
    {
        var left = 0;
        foreach (var c in scalar.Text.AsSpan(0, Math.Min(offset, scalar.Text.Length)))
            left += IsBlank(c) ? 0 : 1;
        var at = (int)Math.Min(scalar.Start.Index, _text.Length);
        var end = (int)Math.Min(scalar.End.Index, _text.Length);
        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
            at = _text.IndexOf('\n', at, end - at) is >= 0 and var head ? head + 1 : at;
        else if (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
            at++;
        for (; at < end; at++)
        {
            var isTwo = at + 1 < end && (scalar.Style == ScalarStyle.SingleQuoted && _text[at] == '\'' || scalar.Style == ScalarStyle.DoubleQuoted && _text[at] == '\\');
            var isBlank = isTwo && _text[at] == '\\' ? _text[at + 1] is 'n' or 't' or 'r' or ' ' or '\n' : IsBlank(_text[at]);
            if (!isBlank && left-- == 0)
                break;
            at += isTwo ? 1 : 0;
        }
        if (at >= end)
            while (at > 0 && at > scalar.Start.Index && IsBlank(_text[at - 1]))
                at--;
        var line = _text.AsSpan(0, at).Count('\n') + 1;
        return new Place(Name, line, at - _text.LastIndexOf('\n', Math.Max(0, at - 1), Math.Max(0, at)));
    }

    static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r';
}
