using YamlDotNet.Core;

namespace CSysdig.Model.UserRules.Files;

enum YamlKind : byte { Scalar, Sequence, Mapping }

/// <summary>A value of a YAML document, with the place where it stands. What an alias names is the same object.</summary>
sealed class YamlValue(YamlKind kind, Mark start)
{
    public YamlKind Kind { get; } = kind;
    public Mark Start { get; } = start;
    /// <summary>Behind a scalar's last character.</summary>
    public Mark End { get; init; }
    public ScalarStyle Style { get; init; }
    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = "";
    public List<YamlValue> Items { get; } = [];
    public List<(YamlValue Key, YamlValue Value)> Members { get; } = [];

    /// <summary>It has nothing in it: <c>key:</c> without a value.</summary>
    public bool IsNull => Kind == YamlKind.Scalar && Style == ScalarStyle.Plain && Text is "" or "~" or "null";

    /// <summary>How many values it is, what aliases name counted each time.</summary>
    internal long Size { get; set; } = 1;
}
