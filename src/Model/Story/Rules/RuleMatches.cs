using System.Buffers.Binary;
using System.Text;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Matching;

namespace CSysdig.Model.Story.Rules;

/// <summary>What rules of the user's own files match: one finding a rule and process, however often it does.</summary>
sealed class RuleMatches
{
    /// <summary>From here on a match is no ordinary work; what is below is told beside what is.</summary>
    internal const RulePriority LeastGrave = RulePriority.Warning;

    readonly FindingBook _book;
    readonly Actors _actors;
    readonly RuleSet _rules;
    readonly Dictionary<UserRule, FindingRule> _findings;

    public RuleMatches(RuleBook rules, MachineState state, FindingBook book, Actors actors)
    {
        (_book, _actors) = (book, actors);
        _rules = RuleSet.Of(rules, state, asPrinted: false);
        _findings = _rules.Rules.ToDictionary(r => r, FindingOf);
    }

    /// <summary>Whether events of a type can match.</summary>
    public bool Cares(Capture.Events.EventCode code) => _rules.Cares(code);

    public void Look(Event e, ulong time)
    {
        if (e.Thread is not { } thread)
            return;
        var matched = _rules.Match(e);
        if (matched.IsEmpty)
            return;
        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(key, thread.Pid);
        foreach (var rule in matched)
        {
            var subject = e.Fd is { Name.Length: > 0 } fd ? fd.Name : thread.CommandLine;
            _book.Note(_findings[rule], Deed.Of(_actors.Of(thread) ?? _book.Machine, e, thread, time), subject, key, rule.Priority <= LeastGrave);
        }
    }

    FindingRule FindingOf(UserRule rule)
    {
        var technique = rule.Techniques.FirstOrDefault() ?? rule.Tactics.FirstOrDefault(t => t.StartsWith("TA", StringComparison.Ordinal)) ?? "";
        var tip = $"{rule.Priority}, by a rule of your files: {rule.Description.Trim().ReplaceLineEndings(" ")}";
        return FindingRule.Of(Harmless(rule.Name), technique, _rules.FilterOf(rule) is { } filter ? $"({filter})" : "", Harmless(tip), new(rule.Name, rule.Priority.ToString(), rule.Tags));
    }

    static string Harmless(string text) => SafeText.ToString(Encoding.UTF8.GetBytes(text));
}
