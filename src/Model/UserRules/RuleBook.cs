using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules;

/// <summary>
/// Rules as Falco's users write them, out of one file or several: lists, macros and rules, where later items change earlier ones. What the
/// conditions say is read by <see cref="Matching.RuleSet"/>.
/// </summary>
public sealed class RuleBook
{
    static readonly string[] s_listKeys = ["list", "items", "append", "override"], s_macroKeys = ["macro", "condition", "append", "override"];
    static readonly string[] s_ruleKeys =
    [
        "rule", "desc", "condition", "output", "priority", "source", "enabled", "tags", "exceptions", "warn_evttypes", "skip-if-unknown-filter", "capture",
        "capture_duration", "append", "override",
    ];
    static readonly string[] s_ruleAppends = ["condition", "output", "desc", "tags", "exceptions"];
    static readonly string[] s_ruleReplaces = [.. s_ruleAppends, "priority", "enabled", "warn_evttypes", "skip-if-unknown-filter", "capture", "capture_duration"];

    readonly Dictionary<string, RuleList> _lists = [];
    readonly Dictionary<string, RuleMacro> _macros = [];
    readonly Dictionary<string, UserRule> _byName = [];
    readonly List<UserRule> _rules = [];
    readonly List<string> _notes = [];
    int _index;

    /// <summary>The rules in the order in which they were named, those that are not enabled too.</summary>
    public IReadOnlyList<UserRule> Rules => _rules;

    /// <summary>Lines about what is passed over: safe to be shown.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal IReadOnlyDictionary<string, RuleList> Lists => _lists;
    internal IReadOnlyDictionary<string, RuleMacro> Macros => _macros;

    /// <summary>Reads files, one after the other; of a folder those that end in .yaml or .yml, by their names.</summary>
    /// <exception cref="RuleFileException">A file is wrong.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static RuleBook Read(IEnumerable<string> paths)
    {
        var book = new RuleBook();
        foreach (var path in paths)
        {
            var files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Where(IsRuleFile).Order(StringComparer.Ordinal)] : new[] { path };
            if (files.Length == 0)
                throw new RuleFileException($"{path} is a folder without .yaml files");
            foreach (var file in files)
                book.Add(RuleFile.Read(file));
        }
        return book;
    }

    /// <summary>A name ends as those of such files do.</summary>
    public static bool IsRuleFile(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the text of a file.</summary>
    internal static RuleBook Parse(string name, string text)
    {
        var book = new RuleBook();
        book.Add(RuleFile.Parse(name, text));
        return book;
    }

    /// <summary>Enables or disables the rules whose name, or one of whose tags, a pattern with * and ? matches.</summary>
    /// <exception cref="RuleFileException">There is no such rule.</exception>
    public void Enable(string pattern, bool isEnabled)
    {
        var found = _rules.Where(r => IsMeant(r, pattern)).ToList();
        if (found.Count == 0)
            throw new RuleFileException($"no rule and no tag is called {pattern}; rules are named as their files name them, or with * as in '*container*'");
        foreach (var rule in found)
            rule.IsEnabled = isEnabled;
    }

    static bool IsMeant(UserRule rule, string pattern) =>
        rule.Tags.Prepend(rule.Name).Any(t => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, t, ignoreCase: true));

    internal void Note(Place place, string what) => _notes.Add(RuleFileException.Shown($"{place}: {what}"));

    void Add(RuleFile file)
    {
        foreach (var document in file.Documents)
        {
            if (document.IsNull)
                continue;
            if (document.Kind != YamlKind.Sequence)
                throw new RuleFileException(file.PlaceOf(document), "a file of rules is a list: each item begins with '- rule:', '- macro:' or '- list:'");
            foreach (var value in document.Items)
                Add(new RuleItem(file, value));
        }
    }

    void Add(RuleItem item)
    {
        _index++;
        switch (item.Kind("rule", "macro", "list", "required_engine_version", "required_plugin_versions"))
        {
            case "rule": AddRule(item); break;
            case "macro": AddMacro(item); break;
            case "list": AddList(item); break;
            case null:
                Note(item.File.PlaceOf(item.Value), "this item is no rule, macro or list; it is passed over");
                break;
        }
    }

    void NoteUnknown(RuleItem item, IReadOnlyCollection<string> known)
    {
        foreach (var key in item.Unknown(known))
            Note(item.File.PlaceOf(key), $"the key '{key.Text}' is not known; it is passed over");
    }

    void AddList(RuleItem item)
    {
        NoteUnknown(item, s_listKeys);
        item.ReadOverride("list", ["items"], ["items"]);
        var name = item.Name("list");
        var place = item.File.PlaceOf(item["list"]);
        Require(item, "list", "items");
        if (!_lists.TryGetValue(name, out var list))
        {
            RequireEarlier(item, "list", name, _lists.Keys);
            _lists.Add(name, list = new RuleList(name, place, _index));
        }
        list.Changed = _index;
        if (item.Adds("items") != true)
            list.Items.Clear();
        list.Items.AddRange(item.Scalars("items").Select(v => (v, item.File)));
    }

    void AddMacro(RuleItem item)
    {
        NoteUnknown(item, s_macroKeys);
        item.ReadOverride("macro", ["condition"], ["condition"]);
        var name = item.Name("macro");
        if (name.AsSpan().IndexOfAny(" .()[]=<>!,") >= 0)
            throw item.Problem(item["macro"], $"a macro is called by letters, digits and underscores, not '{name}'");
        Require(item, "macro", "condition");
        if (!_macros.TryGetValue(name, out var macro))
        {
            RequireEarlier(item, "macro", name, _macros.Keys);
            _macros.Add(name, macro = new RuleMacro(name, item.File.PlaceOf(item["macro"]), _index));
        }
        macro.Changed = _index;
        macro.Condition = Joined(item, "condition", macro.Condition);
    }

    void AddRule(RuleItem item)
    {
        NoteUnknown(item, s_ruleKeys);
        item.ReadOverride("rule", s_ruleAppends, s_ruleReplaces);
        var name = item.Name("rule");
        _byName.TryGetValue(name, out var before);
        if (before is null)
            RequireEarlier(item, "rule", name, _byName.Keys);
        // A rule that says nothing but whether it is enabled speaks of an earlier one.
        var isSwitch = !item.IsOverride && item.Has("enabled") && !s_ruleAppends.Any(item.Has) && !item.Has("priority");
        if (isSwitch && before is null)
            throw item.Problem(item["rule"], NoEarlier("rule", name, _byName.Keys, "enabled"));
        if (!item.IsOverride && !isSwitch)
            foreach (var key in (string[])["condition", "output", "desc", "priority"])
                Require(item, "rule", key);
        var rule = (item.IsOverride || isSwitch) && before is not null ? before.Copy() : new UserRule(name, item.File.PlaceOf(item["rule"]));
        rule.Exceptions = [.. rule.Exceptions.Select(e => e.Copy())];
        Fill(rule, item);
        _byName[name] = rule;
        if (before is null)
            _rules.Add(rule);
        else
            _rules[_rules.IndexOf(before)] = rule;
    }

    void Fill(UserRule rule, RuleItem item)
    {
        if (item.Has("condition"))
            rule.Condition = Joined(item, "condition", rule.Condition);
        if (item.Has("output"))
            rule.OutputText = Joined(item, "output", rule.OutputText);
        if (item.Has("desc"))
            rule.Description = item.Adds("desc") == true ? $"{rule.Description} {item.Scalar("desc").Text}" : item.Scalar("desc").Text;
        if (item.Has("priority"))
            rule.Priority = RulePriorities.TryRead(item.Scalar("priority").Text, out var priority) ? priority
                : throw item.Problem(item["priority"], $"there is no priority '{item["priority"].Text}'; there are {string.Join(", ", Enum.GetNames<RulePriority>())}");
        if (item.Has("source"))
            rule.Source = item.Scalar("source").Text;
        if (item.Has("enabled"))
            rule.IsEnabled = item.Flag("enabled");
        if (item.Has("skip-if-unknown-filter"))
            rule.SkipsUnknown = item.Flag("skip-if-unknown-filter");
        if (item.Has("tags"))
            rule.Tags = [.. (item.Adds("tags") == true ? rule.Tags : []).Concat(item.Scalars("tags").Select(t => t.Text)).Distinct().Order(StringComparer.Ordinal)];
        if (item.Has("exceptions"))
            AddExceptions(rule, item);
    }

    static void AddExceptions(UserRule rule, RuleItem item)
    {
        if (item.Adds("exceptions") != true)
            rule.Exceptions.Clear();
        var list = item["exceptions"];
        if (list.Kind != YamlKind.Sequence)
            throw item.Problem(list, "'exceptions' is a list: each item begins with '- name:'");
        foreach (var value in list.Items)
        {
            var one = new RuleItem(item.File, value);
            if (!one.Has("name"))
                throw item.Problem(value, "this exception has no name; add 'name:'");
            var name = one.Name("name");
            var exception = rule.Exceptions.Find(e => e.Name == name);
            if (exception is null)
                rule.Exceptions.Add(exception = Exception(one, name));
            else if (one.Has("fields") && item.Adds("exceptions") != true)
                throw item.Problem(one["name"], $"this rule has two exceptions called {name}; give one of them another name");
            if (one.Has("values"))
                exception.Add(item.File, one["values"]);
        }
    }

    static RuleException Exception(RuleItem one, string name)
    {
        if (!one.Has("fields"))
            throw one.Problem(one.Value, $"the exception {name} has no fields; add 'fields:', or, to add values to an earlier one, its name");
        var isSingle = one["fields"].Kind == YamlKind.Scalar;
        string[] fields = [.. one.Scalars("fields").Select(f => f.Text)];
        string[] comparisons = one.Has("comps") ? [.. one.Scalars("comps").Select(c => c.Text)] : [.. fields.Select(_ => isSingle ? "in" : "=")];
        if (fields.Length == 0 || comparisons.Length != fields.Length)
            throw one.Problem(one[one.Has("comps") ? "comps" : "fields"], $"the exception {name} has {fields.Length} fields and {comparisons.Length} comps; each field needs one");
        return new RuleException(name, fields, comparisons, isSingle);
    }

    static WrittenText Joined(RuleItem item, string key, WrittenText? before) => item.Adds(key) == true && before is not null ? before.With(" ", item.Text(key)) : item.Text(key);

    static void Require(RuleItem item, string kind, string key)
    {
        if (!item.Has(key) && !(kind == "list" && item.Kind(key) is not null))
            throw item.Problem(item[kind], $"the {kind} {item[kind].Text} has no '{key}'; add '{key}:'");
    }

    static void RequireEarlier(RuleItem item, string kind, string name, IEnumerable<string> known)
    {
        if (item.IsOverride)
            throw item.Problem(item[kind], NoEarlier(kind, name, known, "appended to or overridden"));
    }

    static string NoEarlier(string kind, string name, IEnumerable<string> known, string what) =>
        $"no {kind} {name} stands above that could be {what}" + (Text.NearestWord.Of(name, known) is { } near ? $"; did you mean {near}?" : "; name the file that has it first, or drop the override");
}
