using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CSysdig.Model.UserRules.Files;

/// <summary>A text is no YAML, or more than rules need.</summary>
sealed class YamlProblem(string message, long line, long column) : Exception(message)
{
    public long Line { get; } = line;
    public long Column { get; } = column;
}

/// <summary>
/// Reads YAML into values by the events of the parser. Whoever wrote it may mean harm: how deep, how many and how often repeated by
/// aliases is bounded.
/// </summary>
sealed class YamlReading
{
    internal const int MostValues = 200_000, MostDepth = 32;

    readonly Dictionary<string, YamlValue> _anchors = [];
    readonly Stack<(YamlValue Value, string Anchor)> _open = new();
    readonly List<YamlValue> _documents = [];
    YamlValue? _key;
    readonly Stack<YamlValue?> _keys = new();

    /// <summary>The documents of a text.</summary>
    /// <exception cref="YamlProblem">It can't be read.</exception>
    public static List<YamlValue> Read(string text)
    {
        var reading = new YamlReading();
        var last = default(Mark);
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                last = parser.Current!.Start;
                reading.Take(parser.Current);
            }
        }
        catch (YamlException e)
        {
            throw new YamlProblem(Words(e), e.Start.Line, e.Start.Column);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            throw new YamlProblem("this is no YAML", last.Line, last.Column);
        }
        return reading._documents;
    }

    static string Words(YamlException e)
    {
        var text = e.Message;
        // "(Line: 1, Col: 2, Idx: 3) - (...): what"; the place is told in front.
        if (text.StartsWith("(Line", StringComparison.Ordinal) && text.IndexOf("): ", StringComparison.Ordinal) is > 0 and var end)
            text = text[(end + 3)..];
        return "this is no YAML: " + text.TrimEnd('.').Replace('\n', ' ');
    }

    void Take(ParsingEvent e)
    {
        switch (e)
        {
            case Scalar scalar:
                var value = new YamlValue(YamlKind.Scalar, scalar.Start) { Text = scalar.Value, Style = scalar.Style, End = scalar.End };
                Remember(scalar.Anchor, value);
                Add(value);
                break;
            case AnchorAlias alias:
                Add(_anchors.TryGetValue(alias.Value.Value, out var named) ? named : throw Problem($"the alias *{alias.Value.Value} names nothing above", alias.Start));
                break;
            case SequenceStart sequence:
                Open(YamlKind.Sequence, sequence.Anchor, sequence.Start);
                break;
            case MappingStart mapping:
                Open(YamlKind.Mapping, mapping.Anchor, mapping.Start);
                break;
            case SequenceEnd or MappingEnd:
                var (closed, anchor) = _open.Pop();
                _key = _keys.Pop();
                if (anchor.Length > 0)
                    _anchors[anchor] = closed;
                Add(closed);
                break;
        }
    }

    void Open(YamlKind kind, AnchorName anchor, Mark start)
    {
        if (_open.Count >= MostDepth)
            throw Problem($"values lie more than {MostDepth} deep within each other", start);
        _open.Push((new YamlValue(kind, start), anchor.IsEmpty ? "" : anchor.Value));
        _keys.Push(_key);
        _key = null;
    }

    void Remember(AnchorName anchor, YamlValue value)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = value;
    }

    void Add(YamlValue value)
    {
        if (!_open.TryPeek(out var top))
        {
            _documents.Add(value);
            return;
        }
        top.Value.Size += value.Size;
        if (top.Value.Size > MostValues)
            throw Problem($"the file holds more than {MostValues:N0} values, aliases counted each time", value.Start);
        if (top.Value.Kind == YamlKind.Sequence)
            top.Value.Items.Add(value);
        else if (_key is null)
            _key = value;
        else
        {
            top.Value.Members.Add((_key, value));
            _key = null;
        }
    }

    static YamlProblem Problem(string message, Mark at) => new(message, at.Line, at.Column);
}
