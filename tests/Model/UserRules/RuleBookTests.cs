using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Streaming;
using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Files;
using CSysdig.Model.UserRules.Matching;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.UserRules;

/// <summary>Later items change earlier ones, as Falco's users know it.</summary>
public sealed class RuleBookTests
{
    const string Rule = "- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: out %proc.name\n  priority: WARNING\n  tags: [b, T1059, mitre_execution]\n";

    [Theory]
    [InlineData("- rule: R\n  append: true\n  condition: and fd.num=3\n", "evt.type = \"openat\" and fd.num = \"3\"")]
    [InlineData("- rule: R\n  condition: or fd.num=3\n  override: {condition: append}\n", "evt.type = \"openat\" or fd.num = \"3\"")]
    [InlineData("- rule: R\n  condition: evt.type=open\n  override: {condition: replace}\n", "evt.type = \"open\"")]
    [InlineData("- rule: R\n  desc: e\n  condition: evt.type=creat\n  output: o\n  priority: INFO\n", "evt.type = \"creat\"")]
    [InlineData("- rule: R\n  append: true\n  exceptions:\n  - name: e\n    fields: [proc.name, fd.name]\n    comps: [in, startswith]\n    values:\n    - [[a, b], /tmp]\n    - [l, '\"x y\"']\n",
        "evt.type = \"openat\" and not ((proc.name in (\"a\", \"b\") and fd.name startswith \"/tmp\") or (proc.name in (\"p\", \"q\") and fd.name startswith \"x y\"))")]
    [InlineData("- rule: R\n  exceptions:\n  - name: e\n    fields: proc.name\n    values: [a, l]\n  override: {exceptions: append}\n", "evt.type = \"openat\" and not proc.name in (\"a\", \"p\", \"q\")")]
    [InlineData("- rule: R\n  append: true\n  exceptions:\n  - name: e\n    fields: [proc.name]\n- rule: R\n  append: true\n  exceptions:\n  - name: e\n    values:\n    - [a b]\n", "evt.type = \"openat\" and not proc.name = \"a b\"")]
    public void A_rule_is_what_all_files_leave_of_it(string more, string condition)
    {
        Assert.Equal(condition, ConditionOf(Rule + "- list: l\n  items: [p, q]\n" + more));
    }

    [Theory]
    [InlineData("- macro: m\n  condition: fd.num=1\n- macro: m\n  append: true\n  condition: or fd.num=2\n", "fd.num = \"1\" or fd.num = \"2\"")]
    [InlineData("- macro: m\n  condition: fd.num=1\n- macro: m\n  condition: fd.num=2\n", "fd.num = \"2\"")]
    [InlineData("- list: l\n  items: [a]\n- list: l\n  append: true\n  items: [b]\n- macro: m\n  condition: proc.name in (l)\n", "proc.name in (\"a\", \"b\")")]
    [InlineData("- list: l\n  items: [a]\n- list: l\n  items: [b]\n  override: {items: replace}\n- macro: m\n  condition: proc.name in (l, c)\n", "proc.name in (\"b\", \"c\")")]
    [InlineData("- list: l\n  items: [later, '\"(x)\"']\n- list: later\n  items: [b]\n- macro: m\n  condition: proc.name in (l)\n", "proc.name in (\"later\", \"(x)\")")]
    [InlineData("- macro: notable\n  condition: fd.num=1\n- macro: m\n  condition: not notable and not(notable)\n", "not fd.num = \"1\" and not fd.num = \"1\"")]
    public void Lists_and_macros_too(string names, string condition)
    {
        Assert.Equal(condition, ConditionOf(names + "- rule: R\n  desc: d\n  condition: m\n  output: o\n  priority: INFO\n"));
    }

    [Fact]
    public void What_is_said_beside_the_condition_changes_likewise()
    {
        var rule = Assert.Single(RuleBook.Parse("r.yaml", Rule + "- rule: R\n  output: more\n  desc: e\n  tags: [a]\n  priority: debug\n  enabled: no\n  override: {output: append, desc: replace, tags: append, priority: replace, enabled: replace}\n").Rules);
        Assert.Equal(("out %proc.name more", "e", RulePriority.Debug, false), (rule.Output, rule.Description, rule.Priority, rule.IsEnabled));
        Assert.Equal(["T1059", "a", "b", "mitre_execution"], rule.Tags);
        Assert.Equal(["T1059"], rule.Techniques);
        Assert.Equal(["mitre_execution"], rule.Tactics);
    }

    [Fact]
    public void Rules_are_enabled_and_disabled_by_name_and_by_tag()
    {
        var book = RuleBook.Parse("r.yaml", Rule + Rule.Replace("rule: R", "rule: Other").Replace("T1059, ", "") + "- rule: R\n  enabled: false\n");
        Assert.Equal([false, true], book.Rules.Select(r => r.IsEnabled));
        book.Enable("t1059", true);
        Assert.Equal([true, true], book.Rules.Select(r => r.IsEnabled));
        book.Enable("*", false);
        book.Enable("oth*", true);
        Assert.Equal([false, true], book.Rules.Select(r => r.IsEnabled));
        Assert.Contains("no rule and no tag is called nosuch", Assert.Throws<RuleFileException>(() => book.Enable("nosuch", true)).Message);
    }

    [Theory]
    [InlineData("- required_engine_version: 0.57.0\n- required_plugin_versions:\n  - name: k8saudit\n    version: 0.1\n", null)]
    [InlineData("---\n" + Rule + "---\n- macro: m\n  condition: evt.num=0\n", null)]
    [InlineData("- made_up: 1\n", "r.yaml:1:3: this item is no rule, macro or list; it is passed over")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.num=1\n  output: o\n  priority: INFO\n  colour: red\n", "r.yaml:6:3: the key 'colour' is not known; it is passed over")]
    [InlineData("- rule: K\n  desc: d\n  condition: ka.verb=get\n  output: o\n  priority: INFO\n  source: k8s_audit\n", "r.yaml:1:9: rule K is left out: it is about events of k8s_audit, not of system calls")]
    [InlineData("- macro: m\n  condition: new.field=1\n- rule: S\n  desc: d\n  condition: m\n  output: o\n  priority: INFO\n  skip-if-unknown-filter: true\n", "r.yaml:3:9: rule S is left out: there is no field new.field")]
    public void What_newer_files_have_more_is_told_and_passed_over(string text, string? note)
    {
        var book = RuleBook.Parse("r.yaml", text);
        RuleSet.Check(book);
        Assert.Equal(note is null ? [] : [note], book.Notes);
    }

    [Fact]
    public void A_folder_is_read_in_the_order_of_its_names()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("b.yaml"), "- macro: m\n  append: true\n  condition: or fd.num=2\n");
        File.WriteAllText(folder.File("a.yml"), "- macro: m\n  condition: fd.num=1\n");
        File.WriteAllText(folder.File("c.txt"), "no rules");
        RuleSet.Check(RuleBook.Read([folder.Path]));
        File.Move(folder.File("b.yaml"), folder.File("0.yaml"));
        Assert.StartsWith(folder.File("0.yaml") + ":1:10: no macro m", Assert.Throws<RuleFileException>(() => RuleBook.Read([folder.Path])).Message);
    }

    static string ConditionOf(string text)
    {
        using var stream = EventStream.Open(new ScapBuilder().ToStream());
        var set = RuleSet.Of(RuleBook.Parse("r.yaml", text), stream.State, asPrinted: false);
        return FilterParser.Parse(set.FilterOf(Assert.Single(set.Rules))!, FilterDialect.Newer).ToString();
    }
}
