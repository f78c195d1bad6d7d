using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Files;
using CSysdig.Model.UserRules.Matching;

namespace CSysdig.Fuzz;

/// <summary>Texts read as files of rules. One that is refused says why in one line; the rules of one that is taken match what their conditions let through as filters.</summary>
sealed class RuleSurface(Seeds seeds) : ISurface
{
    static readonly string[] s_files =
    [
        "[{list: sh, items: [sh, bash, '\"dash\"']}, {list: all, items: [sh, perl]}, {macro: by_sh, condition: (proc.name in (sh))}, {rule: R, desc: d, condition: evt.type=openat and not by_sh, output: \"%proc.name %fd.name\", priority: INFO, tags: [T1059, a]}]",
        "[{macro: m, condition: fd.num>=0}, {macro: n, condition: m or evt.num=1}, {macro: m, append: true, condition: and proc.pid>1}, {rule: R, desc: d, condition: n and m, output: o, priority: WARNING, enabled: false}, {rule: R, enabled: true}]",
        "[{rule: R, desc: d, condition: evt.dir=< , output: o, priority: error, exceptions: [{name: e, fields: [proc.name, fd.name], comps: [in, startswith], values: [[[sh, cat], /etc], [x, y]]}, {name: f, fields: proc.name, values: [a, b]}]}]",
        "[{rule: R, desc: d, condition: &c evt.type in (read, write), output: &o '%evt.num', priority: &p INFO}, {rule: S, desc: d, condition: *c, output: *o, priority: *p}, {rule: S, condition: or fd.name contains /etc, override: {condition: append}}]",
    ];

    static readonly string[] s_words =
    [
        "rule", "macro", "list", "items", "condition", "output", "desc", "priority", "tags", "exceptions", "name", "fields", "comps", "values", "append", "override", "replace", "enabled", "source",
        "skip-if-unknown-filter", "true", "false", ": ", ", ", "[", "]", "{", "}", "- ", "&a ", "*a", "<<: *a", "'", "\"", "\\x41", "#", "|", ">-", "%", "!!str ", "---", "...", "? ", "null", "~",
        "and", "or", "not ", "(", ")", "in", "=", "!=", "m", "n", "sh", "all", "by_sh", "no_such_list", "evt.type", "%evt.args", "%nosuch", "INFO", "critical",
    ];

    readonly QuestionedCaptures _captures = new(seeds);
    readonly TextMutator _texts = new(s_files, [.. s_words, .. seeds.Filters, .. FieldCatalog.All.Select(f => f.Name)]);

    public string Name => "rules";

    public byte[] Make(Random random) => QuestionedCaptures.Input(random, _texts.Make(random));

    public void Check(byte[] input)
    {
        RuleBook book;
        using var stream = EventStream.Open(new MemoryStream(_captures.Of(input), writable: false));
        RuleSet rules;
        try
        {
            book = RuleBook.Parse("rules", QuestionedCaptures.Text(input));
            RuleSet.Check(book);
            rules = RuleSet.Of(book, stream.State, asPrinted: false);
        }
        catch (RuleFileException e) when (!e.Message.Contains('\n') && e.Message.StartsWith("rules:", StringComparison.Ordinal))
        {
            return;
        }
        var (text, lines) = (new Utf8Writer(), rules.Rules.ToDictionary(r => r, r => new RuleLine(r, stream.State)));
        var filters = rules.Rules.Where(r => rules.FilterOf(r) is not null).ToDictionary(r => r, r => Filter.Parse(rules.FilterOf(r)!, stream.State));
        while (stream.Next())
        {
            var matched = rules.Match(stream.Current).ToArray();
            foreach (var (rule, filter) in filters)
                if (!RuleSet.IsInternal(stream.Current) && filter.Test(stream.Current) != matched.Contains(rule))
                    throw new PropertyException($"event {stream.Current.Number}: {rule.Name} and its condition as a filter differ: {rules.FilterOf(rule)}");
            foreach (var rule in matched)
            {
                text.Clear();
                lines[rule].Write(text, stream.Current);
                lines[rule].WriteJson(text, stream.Current);
            }
        }
    }
}
