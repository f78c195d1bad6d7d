using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Files;
using CSysdig.Model.UserRules.Matching;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.UserRules;

/// <summary>What is wrong in a file of rules is told in one line that begins with the place.</summary>
public sealed class RuleFileErrorTests
{
    const string Rule = "\n- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: o\n  priority: NOTICE\n";

    [Theory]
    [InlineData("- rule: [\n", ":2:1", "no YAML")]
    [InlineData("- list: a\n  items: [x\n- list: b", ":2:10", "no YAML")]
    [InlineData("rule: R", ":1:1", "each item begins with '- rule:'")]
    [InlineData("- a\n", ":1:3", "expected '- rule: NAME'")]
    [InlineData("- rule: R\n  desc: d\n  output: o\n  priority: NOTICE\n", ":1:9", "the rule R has no 'condition'; add 'condition:'")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: o\n  priority: LOUD\n", ":5:13", "there is no priority 'LOUD'; there are Emergency, Alert")]
    [InlineData("- rule: R\n  desc: d\n  desc: e\n", ":3:3", "stands twice")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat and proc.nam=x\n  output: o\n  priority: NOTICE\n", ":3:34", "there is no field proc.nam; did you mean proc.name?")]
    [InlineData("- rule: R\n  desc: d\n  condition: >\n    evt.type=openat\n\n    and (spawnd)\n  output: o\n  priority: NOTICE\n- macro: spawned\n  condition: evt.type=execve\n", ":6:10", "there is no macro spawnd; did you mean spawned?")]
    [InlineData("- rule: R\n  desc: d\n  condition: \"evt.type=openat\n     and \\\"x\"\n  output: o\n  priority: NOTICE\n", ":4:10", "")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat and\n  output: o\n  priority: NOTICE\n", ":3:33", "the filter ends where a field is expected")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type in (opens)\n  output: o\n  priority: NOTICE\n", ":3:27", "there is no event type opens")]
    [InlineData("- list: shell_binaries\n  items: [sh]\n- macro: m\n  condition: proc.name in (shell_binarys)\n", ":4:28", "there is no list shell_binarys; did you mean shell_binaries?")]
    [InlineData("- macro: m\n  condition: proc.name in (no_such_list)\n", ":2:28", "define it by '- list: no_such_list'")]
    [InlineData("- macro: m\n  condition: fd.sport in (some_ports)\n", ":2:27", "there is no list some_ports")]
    [InlineData("- macro: m\n  condition: x\n- macro: x\n  condition: evt.num=0\n", ":2:14", "macro x is defined only below, at r.yaml:3:10; move it up")]
    [InlineData("- macro: a\n  condition: b\n- macro: b\n  condition: c\n- macro: c\n  condition: a\n", ":1:10", "in a circle: a → b → c → a")]
    [InlineData("- macro: a\n  condition: not a\n", ":1:10", "in a circle: a → a")]
    [InlineData("- list: a\n  items: [x]\n- list: b\n  items: [a]\n- list: a\n  append: true\n  items: [b]\n- macro: m\n  condition: proc.name in (a, z)\n", ":1:9", "lists name each other in a circle: a → b → a")]
    [InlineData("- macro: m\n  append: true\n  condition: or evt.num=1\n", ":1:10", "no macro m stands above that could be appended to")]
    [InlineData("- list: l\n  append: true\n  items: [a]\n", ":1:9", "no list l stands above")]
    [InlineData("- rule: Q\n  append: true\n  condition: or evt.num=1\n", ":1:9", "no rule Q stands above")]
    [InlineData("- rule: Q\n  enabled: false\n", ":1:9", "no rule Q stands above that could be enabled")]
    [InlineData(Rule + "- rule: R\n  append: true\n", ":8:11", "nothing is appended")]
    [InlineData(Rule + "- rule: R\n  condition: and evt.num=1\n  override: {condition: add}\n", ":9:25", "can be 'append' or 'replace'")]
    [InlineData(Rule + "- rule: R\n  priority: INFO\n  override: {priority: append}\n", ":9:24", "can be 'replace'")]
    [InlineData(Rule + "- rule: R\n  output: p\n  override: {condition: append}\n", ":9:14", "is to be overridden but is not given")]
    [InlineData(Rule + "- rule: R\n  output: p\n  desc: x\n  override: {output: replace}\n", ":9:3", "stands beside 'override'")]
    [InlineData(Rule + "- rule: R\n  append: true\n  condition: and proc.nam = x\n", ":9:18", "there is no field proc.nam")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: by %proc.nam here\n  priority: NOTICE\n", ":4:11", "the output of rule R is wrong")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: o\n  priority: NOTICE\n  tags: {a: b}\n", ":6:9", "'tags' must be a list")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: o\n  priority: NOTICE\n  exceptions:\n  - name: e\n    fields: [proc.name, fd.name]\n    values:\n    - [a]\n", ":10:7", "compares 2 fields")]
    [InlineData("- rule: R\n  desc: d\n  condition: evt.type=openat\n  output: o\n  priority: NOTICE\n  exceptions:\n  - name: e\n    fields: [proc.nam]\n    values:\n    - [a]\n", ":10:7", "there is no field proc.nam")]
    [InlineData("- list: x\n  items: *nothing\n", ":2:10", "names nothing above")]
    public void It_says_where_and_what(string text, string place, string what)
    {
        var line = Assert.Throws<RuleFileException>(() => RuleSet.Check(RuleBook.Parse("r.yaml", text))).Message;
        Assert.StartsWith("r.yaml" + place, line);
        Assert.Contains(what, line);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Control_characters_of_a_file_are_shown_escaped()
    {
        var line = Assert.Throws<RuleFileException>(() => RuleSet.Check(RuleBook.Parse("r.yaml", "- rule: \"\\e[2JR\"\n  desc: d\n"))).Message;
        Assert.DoesNotContain('\e', line);
    }

    [Theory]
    [InlineData(YamlDepth, true)]
    [InlineData(YamlDepth + 1, false)]
    public void Values_lie_in_each_other_only_so_deep(int depth, bool isRead)
    {
        // The list of items lies in the document's.
        var text = "- list: l\n  items: " + new string('[', depth - 2) + new string(']', depth - 2);
        Assert.Equal(isRead ? "'items' must be a list" : "more than 32 deep", Said(text, "'items' must be a list", "more than 32 deep"));
    }

    const int YamlDepth = 32;

    [Fact]
    public void Aliases_of_aliases_are_counted_before_they_are_walked()
    {
        var text = new System.Text.StringBuilder("- list: l\n  items: [\n    &a0 [x, x, x, x, x, x, x, x, x, x],\n");
        for (var i = 1; i < 12; i++)
            text.Append($"    &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}],\n");
        Assert.Equal("aliases counted", Said(text + "  ]\n", "aliases counted"));
    }

    [Fact]
    public void Lists_of_lists_of_lists_hold_each_value_once()
    {
        var text = new System.Text.StringBuilder("- list: l0\n  items: [a, b]\n");
        for (var i = 1; i <= 90; i++)
            text.Append($"- list: l{i}\n  items: [l{i - 1}, l{i - 1}, c{i}]\n");
        RuleSet.Check(RuleBook.Parse("r.yaml", text + "- macro: m\n  condition: proc.name in (l90)\n"));
    }

    [Fact]
    public void Macros_of_macros_of_macros_are_one_condition_each()
    {
        var text = new System.Text.StringBuilder("- macro: m0\n  condition: evt.num=0 or proc.name=a\n");
        for (var i = 1; i < 100; i++)
            text.Append($"- macro: m{i}\n  condition: (m{i - 1} and fd.num={i}) or (m{i - 1} and fd.num>{i})\n");
        RuleSet.Check(RuleBook.Parse("r.yaml", text.ToString()));
        Assert.Equal("more than 100 macros", Said(text + "- macro: m100\n  condition: m99\n- macro: m101\n  condition: m100\n", "more than 100 macros"));
    }

    [Theory]
    [InlineData(RuleFile.MostBytes, true)]
    [InlineData(RuleFile.MostBytes + 1, false)]
    public void A_file_is_only_so_large(int bytes, bool isRead)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("r.yaml");
        File.WriteAllText(path, "# " + new string('x', bytes - 2));
        if (isRead)
            Assert.Empty(RuleBook.Read([path]).Rules);
        else
            Assert.Contains("at most 4 MiB", Assert.Throws<RuleFileException>(() => RuleBook.Read([path])).Message);
    }

    [Theory]
    [InlineData(YamlReading.MostValues, true)]
    [InlineData(YamlReading.MostValues + 1, false)]
    public void A_file_holds_only_so_many_values(int values, bool isRead)
    {
        // The document, its item, two keys, the name and the list are values too.
        var text = $"- list: l\n  items: [{string.Join(',', Enumerable.Repeat("x", values - 6))}]\n";
        if (isRead)
            RuleSet.Check(RuleBook.Parse("r.yaml", text));
        else
            Assert.Equal("more than 200,000 values", Said(text, "more than 200,000 values"));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Lists_lie_in_each_other_only_so_deep(int lists, bool isRead)
    {
        var text = "- list: l1\n  items: [a]\n" + string.Concat(Enumerable.Range(2, lists - 1).Select(i => $"- list: l{i}\n  items: [l{i - 1}]\n"));
        if (isRead)
            RuleSet.Check(RuleBook.Parse("r.yaml", text));
        else
            Assert.Equal("more than 100 lists", Said(text, "more than 100 lists"));
    }

    [Fact]
    public void What_lists_hold_and_put_into_conditions_is_bounded()
    {
        var large = $"- list: l\n  items: [{string.Join(',', Enumerable.Range(0, 150_000).Select(i => $"v{i}"))}]\n";
        Assert.Equal("lists hold more", Said(large + string.Concat(Enumerable.Range(0, 6).Select(i => $"- list: m{i}\n  items: [l]\n")), "lists hold more"));
        Assert.Equal("put more than", Said(large + string.Concat(Enumerable.Range(0, 14).Select(i => $"- macro: m{i}\n  condition: proc.name in (l)\n")), "put more than"));
    }

    [Fact]
    public void What_conditions_are_together_is_bounded()
    {
        var text = $"- macro: m0\n  condition: {string.Join(" or ", Enumerable.Range(0, 25_000).Select(i => $"fd.num={i}"))}\n"
            + string.Concat(Enumerable.Range(1, 90).Select(i => $"- macro: m{i}\n  condition: m{i - 1} or proc.pid={i}\n"));
        Assert.Equal("more than 2,000,000 parts", Said(text, "more than 2,000,000 parts"));
    }

    [Fact]
    public void How_deep_conditions_are_is_bounded()
    {
        // Each bracket is an or within an and.
        static string Nested(int macro, string inner) => $"- macro: m{macro}\n  condition: {string.Concat(Enumerable.Range(0, 60).Select(i => $"(fd.num={macro * 100 + i} or (proc.pid={i} and "))}{inner}{new string(')', 120)}\n";
        var text = Nested(0, "fd.num=9999") + string.Concat(Enumerable.Range(1, 7).Select(i => Nested(i, $"m{i - 1}")));
        RuleSet.Check(RuleBook.Parse("r.yaml", text));
        Assert.Equal("more than 1000 conditions", Said(text + Nested(8, "m7"), "more than 1000 conditions"));
    }

    static string? Said(string text, params string[] lines)
    {
        var message = Assert.Throws<RuleFileException>(() => RuleSet.Check(RuleBook.Parse("r.yaml", text))).Message;
        return Array.Find(lines, l => message.Contains(l)) ?? message;
    }
}
