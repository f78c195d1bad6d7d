using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules;

/// <summary>A rule of a user's file, as all files together leave it.</summary>
public sealed class UserRule
{
    internal UserRule(string name, Place place) => (Name, Place) = (name, place);

    /// <summary>The file's text: escape it before it reaches a terminal, as every text here.</summary>
    public string Name { get; }
    internal Place Place { get; }
    public string Description { get; internal set; } = "";
    public RulePriority Priority { get; internal set; }
    /// <summary>Sorted, as Falco prints them.</summary>
    public IReadOnlyList<string> Tags { get; internal set; } = [];
    /// <summary>What its events are: syscall, or a plugin's.</summary>
    public string Source { get; internal set; } = SyscallSource;
    public bool IsEnabled { get; internal set; } = true;
    /// <summary>It is left out where it names a field that nobody knows; else that is a mistake.</summary>
    internal bool SkipsUnknown { get; set; }
    internal WrittenText Condition { get; set; } = null!;
    internal WrittenText OutputText { get; set; } = null!;
    internal List<RuleException> Exceptions { get; set; } = [];

    /// <summary>What is printed for a match: text with fields.</summary>
    public string Output => OutputText.Text;

    internal const string SyscallSource = "syscall";

    /// <summary>The techniques of ATT&amp;CK among the tags: T1059, T1059.004.</summary>
    public IEnumerable<string> Techniques => Tags.Where(t => t is ['T', >= '0' and <= '9', ..] && t.AsSpan(1).IndexOfAnyExcept("0123456789.") < 0);

    /// <summary>The tactics of ATT&amp;CK among the tags: mitre_execution, TA0002.</summary>
    public IEnumerable<string> Tactics => Tags.Where(t => t.StartsWith("mitre_", StringComparison.Ordinal) || t is ['T', 'A', >= '0' and <= '9', ..]);

    internal UserRule Copy() => (UserRule)MemberwiseClone();
}
