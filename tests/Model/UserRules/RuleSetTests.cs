using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Matching;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.UserRules;

/// <summary>Rules match exactly the events that their conditions let through as filters, whatever they share with each other.</summary>
public sealed class RuleSetTests
{
    const string Names = """
        - list: shells
          items: [sh, bash, '"dash"']
        - list: programs
          items: [shells, perl]
        - list: nothing
          items: []
        - macro: opens
          condition: evt.type in (open, openat) and fd.num >= 0
        - macro: by_shell
          condition: (proc.name in (shells))
        - macro: never
          condition: (evt.num=0)

        """;

    /// <summary>A condition as a rule has it, and with all put in.</summary>
    static readonly (string Rule, string Filter)[] s_conditions =
    [
        ("opens and fd.name startswith /etc and not never", "evt.type in (open, openat) and fd.num >= 0 and fd.name startswith /etc"),
        ("opens and by_shell", "evt.type in (open, openat) and fd.num >= 0 and proc.name in (sh, bash, dash)"),
        ("opens and not by_shell and fd.directory in (/etc, /root)", "evt.type in (open, openat) and fd.num >= 0 and not proc.name in (sh, bash, dash) and fd.directory in (/etc, /root)"),
        ("not (opens or by_shell) and proc.name in (programs)", "proc.name = perl and not (evt.type in (open, openat) and fd.num >= 0)"),
        ("proc.name in (nothing) or proc.name in (nothing, perl)", "proc.name in () or proc.name = perl"),
        ("evt.type in (execve) and proc.pname in (programs) and (proc.aname[2] = sshd or proc.args contains conf)", "evt.type=execve and proc.pname in (sh, bash, dash, perl) and (proc.aname[2] = sshd or proc.args contains conf)"),
        ("fd.sip = 203.0.113.9 and (by_shell or user.name=root)", "fd.sip = 203.0.113.9 and (proc.name in (sh, bash, dash) or user.name=root)"),
        ("evt.type=sendto and not fd.sport in (53, 123) and evt.rawres > 0", "evt.type=sendto and not fd.sport in (53, 123) and evt.rawres > 0"),
        ("evt.dir=< and evt.failed=true and not by_shell", "evt.dir=< and evt.failed=true and not proc.name in (sh, bash, dash)"),
        ("fd.type=file and evt.is_io_write=true and container.id=host", "fd.type=file and evt.is_io_write=true and container.id=host"),
        ("not fd.name exists and proc.name=perl", "not fd.name exists and proc.name=perl"),
        ("evt.type in (clone, fork) or (evt.type=procexit and by_shell)", "evt.type in (clone, fork) or (evt.type=procexit and proc.name in (sh, bash, dash))"),
        ("user.uid != 0 and opens", "user.uid != 0 and evt.type in (open, openat) and fd.num >= 0"),
        ("proc.name=nosuch or evt.type=ptrace", "proc.name=nosuch or evt.type=ptrace"),
    ];

    [Theory]
    [InlineData("opens", "open openat")]
    [InlineData("opens and evt.type=open", "open")]
    [InlineData("opens or by_shell and evt.type=execve", "execve open openat")]
    [InlineData("opens or never", "open openat")]
    [InlineData("opens and not (evt.type=open or by_shell)", "open openat")]
    [InlineData("never", "")]
    [InlineData("opens or by_shell", null)]
    [InlineData("not evt.type=open", null)]
    [InlineData("evt.type startswith open", null)]
    [InlineData("evt.dir=<", null)]
    public void The_types_that_they_can_match_are_known(string condition, string? types)
    {
        var book = RuleBook.Parse("r.yaml", Names + $"- rule: R\n  desc: d\n  condition: {condition}\n  output: o\n  priority: NOTICE\n- rule: Off\n  desc: d\n  condition: evt.dir=>\n  output: o\n  priority: NOTICE\n  enabled: false\n");
        Assert.Equal(types, RuleSet.Check(book) is { } found ? string.Join(' ', found.Order(StringComparer.Ordinal)) : null);
    }

    [Theory]
    [InlineData("honeypot.scap.gz")]
    [InlineData("containers.scap.gz")]
    public void They_match_what_passes_their_conditions(string sample)
    {
        var rules = string.Concat(s_conditions.Select((c, i) => $"- rule: R{i}\n  desc: d\n  condition: {c.Rule}\n  output: o\n  priority: NOTICE\n"));
        var book = RuleBook.Parse("r.yaml", Names + rules);
        using var stream = EventStream.Open(Repository.Sample(sample));
        var set = RuleSet.Of(book, stream.State, asPrinted: false);
        var filters = s_conditions.Select(c => Filter.Parse(c.Filter, stream.State)).ToArray();
        var matches = new int[filters.Length];
        while (stream.Next())
        {
            var matched = set.Match(stream.Current).ToArray().Select(r => r.Name).ToHashSet();
            for (var i = 0; i < filters.Length; i++)
            {
                var passes = filters[i].Test(stream.Current);
                matches[i] += passes ? 1 : 0;
                if (!RuleSet.IsInternal(stream.Current) && passes != matched.Contains($"R{i}"))
                    Assert.Fail($"event {stream.Current.Number}: {s_conditions[i].Rule}: {(passes ? "passes but does not match" : "matches but does not pass")}");
            }
        }
        if (sample.StartsWith("honeypot"))
            Assert.All(matches[..^1], m => Assert.True(m > 0, $"a condition that nothing passes shows nothing: {string.Join(' ', matches)}"));
    }

    static readonly string[] s_checks =
    [
        "evt.type in (open, openat)", "evt.type=read", "evt.type in (sendto, connect)", "evt.type=execve", "evt.dir=<", "evt.failed=true", "evt.rawres > 0", "evt.is_io=true",
        "proc.name in (sh, bash, perl)", "proc.name startswith s", "proc.args contains conf", "proc.exepath startswith /usr", "user.name=root", "user.uid != 0", "thread.ismain=true", "container.id=host",
        "proc.pname=bash", "proc.aname in (sshd)", "proc.tty != 0", "fd.num >= 3", "fd.name startswith /etc", "fd.directory=/usr/sbin", "fd.type=file", "fd.sip=203.0.113.9", "fd.l4proto=udp", "fd.name exists",
    ];

    [Fact]
    public void So_do_many_whose_parts_are_the_same_in_all_ways()
    {
        var random = new Random(7);
        var rules = new System.Text.StringBuilder();
        for (var i = 0; i < 20; i++)
            rules.Append($"- macro: m{i}\n  condition: {Tree(random, 2, i)}\n");
        for (var i = 0; i < 60; i++)
            rules.Append($"- rule: R{i}\n  desc: d\n  condition: {Tree(random, 3, 20)}\n  output: o\n  priority: NOTICE\n");
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var set = RuleSet.Of(RuleBook.Parse("r.yaml", rules.ToString()), stream.State, asPrinted: false);
        var filters = set.Rules.Select(r => Filter.Parse(set.FilterOf(r)!, stream.State)).ToArray();
        while (stream.Next())
        {
            var matched = set.Match(stream.Current).ToArray();
            for (var i = 0; i < filters.Length; i++)
                if (!RuleSet.IsInternal(stream.Current) && filters[i].Test(stream.Current) != matched.Contains(set.Rules[i]))
                    Assert.Fail($"event {stream.Current.Number} and {set.Rules[i].Name}: {set.FilterOf(set.Rules[i])}");
        }
    }

    static string Tree(Random random, int depth, int macros)
    {
        var kind = random.Next(depth == 0 ? 2 : 6);
        if (kind < 2)
            return kind == 1 && macros > 0 ? $"m{random.Next(macros)}" : s_checks[random.Next(s_checks.Length)];
        if (kind == 2)
            return $"not ({Tree(random, depth - 1, macros)})";
        return "(" + string.Join(kind < 5 ? " and " : " or ", Enumerable.Range(0, random.Next(2, 4)).Select(_ => Tree(random, depth - 1, macros))) + ")";
    }

    [Fact]
    public void A_condition_as_a_filter_reads_back_and_passes_the_same()
    {
        var book = RuleBook.Parse("r.yaml", Names + "- rule: R\n  desc: d\n  condition: opens and not (by_shell or never)\n  output: o\n  priority: NOTICE\n");
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var set = RuleSet.Of(book, stream.State, asPrinted: false);
        var filter = Filter.Parse(set.FilterOf(set.Rules[0])!, stream.State);
        while (stream.Next())
            Assert.Equal(filter.Test(stream.Current), !set.Match(stream.Current).IsEmpty);
    }

    [Fact]
    public void Nothing_is_allocated_for_an_event_once_its_type_and_thread_are_known()
    {
        var book = RuleBook.Parse("r.yaml", Names + "- rule: R\n  desc: d\n  condition: opens and not by_shell and fd.name contains nosuch\n  output: o\n  priority: NOTICE\n");
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var set = RuleSet.Of(book, stream.State, asPrinted: false);
        long allocated = 0;
        while (stream.Next())
        {
            set.Match(stream.Current);
            var before = GC.GetAllocatedBytesForCurrentThread();
            set.Match(stream.Current);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, allocated);
    }
}
