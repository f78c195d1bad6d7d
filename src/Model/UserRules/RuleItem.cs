using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules;

/// <summary>One item of a file: a list, a macro or a rule, its keys, and whether it adds to an earlier one.</summary>
sealed class RuleItem
{
    readonly Dictionary<string, YamlValue> _members = [];
    readonly Dictionary<string, bool> _overrides = [];

    /// <exception cref="RuleFileException">It is no mapping, or a key stands twice.</exception>
    public RuleItem(RuleFile file, YamlValue value)
    {
        (File, Value) = (file, value);
        if (value.Kind != YamlKind.Mapping)
            throw Problem(value, "expected '- rule: NAME', '- macro: NAME' or '- list: NAME'");
        foreach (var (key, member) in value.Members)
            if (key.Kind != YamlKind.Scalar)
                throw Problem(key, "a key must be a word");
            else if (!_members.TryAdd(key.Text, member))
                throw Problem(key, $"the key '{key.Text}' stands twice; keep one of them");
    }

    public RuleFile File { get; }
    public YamlValue Value { get; }

    /// <summary>The kinds of which it is one, in the order in which they are looked for.</summary>
    public string? Kind(params ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds)
            if (_members.ContainsKey(kind))
                return kind;
        return null;
    }

    public bool Has(string key) => _members.TryGetValue(key, out var value) && !value.IsNull;

    public YamlValue this[string key] => _members[key];

    public RuleFileException Problem(YamlValue at, string what) => new(File.PlaceOf(at), what);

    /// <summary>Keys that are none of some.</summary>
    public IEnumerable<YamlValue> Unknown(IReadOnlyCollection<string> known) => Value.Members.Select(m => m.Key).Where(k => !known.Contains(k.Text));

    /// <summary>The name behind a key.</summary>
    public string Name(string kind) => Scalar(kind).Text is { Length: > 0 } name ? name : throw Problem(_members[kind], $"this {kind} has no name");

    public YamlValue Scalar(string key) => _members[key] is { Kind: YamlKind.Scalar } value ? value : throw Problem(_members[key], $"'{key}' must be a text");

    public WrittenText Text(string key) => WrittenText.Of(File, Scalar(key));

    public bool Flag(string key) => Scalar(key).Text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" => true,
        "false" or "no" or "off" or "n" => false,
        _ => throw Problem(_members[key], $"'{key}' must be true or false"),
    };

    /// <summary>Scalars of a list; a scalar alone is a list of one.</summary>
    public List<YamlValue> Scalars(string key) => ScalarsOf(_members[key], key);

    public List<YamlValue> ScalarsOf(YamlValue value, string key)
    {
        if (value.IsNull)
            return [];
        if (value.Kind == YamlKind.Scalar)
            return [value];
        var wrong = value.Items.Find(i => i.Kind != YamlKind.Scalar);
        if (value.Kind == YamlKind.Sequence && wrong is null)
            return value.Items;
        throw Problem(wrong ?? value, $"'{key}' must be a list of texts, as in {key}: [a, b]");
    }

    /// <summary>
    /// Whether a key adds to what an earlier item says, replaces it, or (null) the item stands for itself: <c>override</c> says so of each key,
    /// or the older <c>append: true</c> of those that can be added to.
    /// </summary>
    public bool? Adds(string key) => _overrides.TryGetValue(key, out var adds) ? adds : null;

    public bool IsOverride => _overrides.Count > 0;

    /// <summary>Reads <c>override</c> and <c>append</c>.</summary>
    /// <param name="appendable">Keys that can be added to.</param>
    /// <param name="replaceable">Keys that can be replaced.</param>
    public void ReadOverride(string kind, IReadOnlyCollection<string> appendable, IReadOnlyCollection<string> replaceable)
    {
        var isOld = Has("append") && Flag("append");
        if (!Has("override"))
        {
            if (isOld)
                foreach (var key in appendable.Where(Has))
                    _overrides[key] = true;
            if (isOld && _overrides.Count == 0)
                throw Problem(_members["append"], $"nothing is appended: give this {kind} {string.Join(" or ", appendable.Select(k => $"'{k}'"))}");
            return;
        }
        var value = _members["override"];
        if (isOld)
            throw Problem(_members["append"], "'append' and 'override' stand together; keep 'override'");
        if (value.Kind != YamlKind.Mapping)
            throw Problem(value, $"'override' says for each key append or replace, as in override: {{{appendable.First()}: append}}");
        foreach (var (key, how) in value.Members)
        {
            var isAppend = how.Text == "append";
            if (!(isAppend ? appendable : replaceable).Contains(key.Text) || !isAppend && how.Text != "replace")
                throw Problem(how, replaceable.Contains(key.Text)
                    ? $"'{key.Text}' of a {kind} can be {(appendable.Contains(key.Text) ? "'append' or 'replace'" : "'replace'")} here, not '{how.Text}'"
                    : $"'{key.Text}' of a {kind} can't be overridden; {string.Join(", ", replaceable)} can");
            if (!Has(key.Text))
                throw Problem(key, $"'{key.Text}' is to be overridden but is not given; add '{key.Text}:'");
            _overrides[key.Text] = isAppend;
        }
        if (Value.Members.FirstOrDefault(m => m.Key.Text != kind && m.Key.Text != "override" && !_overrides.ContainsKey(m.Key.Text)).Key is { } other)
            throw Problem(other, $"'{other.Text}' stands beside 'override', which does not name it; add '{other.Text}: replace' there");
    }
}
