using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Matching;

namespace CSysdig.Chisels.Falco;

/// <summary>A line, or with -j an object, for each event that a rule of the user's files lets through; where several do, for each of them.</summary>
sealed class FalcoChisel : IChisel
{
    const string Enable = "enable=", Disable = "disable=";

    readonly ChiselSetup _setup;
    readonly RuleBook _book;
    readonly Dictionary<UserRule, RuleLine> _lines = [];
    readonly HashSet<UserRule> _seen = [];
    RuleSet _rules = null!;
    long _matches;

    FalcoChisel(ChiselSetup setup)
    {
        _setup = setup;
        _book = RuleBook.Read(setup.Arguments.Where(a => !IsSwitch(a)));
        foreach (var word in setup.Arguments.Where(IsSwitch))
            _book.Enable(word[(word.IndexOf('=') + 1)..], word.StartsWith(Enable, StringComparison.Ordinal));
        EventTypes = RuleSet.Check(_book);
        foreach (var note in _book.Notes)
            setup.Tell(note);
    }

    public static ChiselDefinition Definition { get; } = new("falco", "Security", "Events that Falco's rules match, printed as Falco prints them: files of rules as they are",
        [new("files", "string", false, "files of rules, or folders with some; enable=NAME and disable=NAME switch rules by name or tag, with * and ?")],
        s => new FalcoChisel(s)) { TakesMore = word => RuleBook.IsRuleFile(word) || IsSwitch(word) };

    public IReadOnlySet<string>? EventTypes { get; }

    public string? Remark => $"{_matches:#,0} {(_matches == 1 ? "match" : "matches")} of {_seen.Count} {(_seen.Count == 1 ? "rule" : "rules")}; {_rules.Rules.Count} of {_book.Rules.Count} rules are enabled";

    public void Begin(EventStream stream)
    {
        _rules = RuleSet.Of(_book, stream.State, asPrinted: !_setup.Terminal);
        foreach (var rule in _rules.Rules)
            _lines[rule] = new RuleLine(rule, stream.State);
    }

    public void Add(Event e, Utf8Writer to)
    {
        foreach (var rule in _rules.Match(e))
        {
            if (_setup.Json)
                _lines[rule].WriteJson(to, e);
            else
                _lines[rule].Write(to, e);
            to.Write('\n');
            _seen.Add(rule);
            _matches++;
        }
    }

    public void End(Utf8Writer to)
    {
    }

    static bool IsSwitch(string word) => word.StartsWith(Enable, StringComparison.Ordinal) || word.StartsWith(Disable, StringComparison.Ordinal);
}
