using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Reports;

/// <summary>What kind of trace an indicator is; in this order they stand in a report.</summary>
enum IndicatorKind : byte
{
    Address,
    Domain,
    Path,
    Process,
}

/// <summary>Something by which the same deed can be found elsewhere: it stood in the evidence of a finding.</summary>
/// <param name="value">Made visible (<see cref="Captured"/>).</param>
sealed class Indicator(IndicatorKind kind, string value)
{
    readonly List<StoryFinding> _findings = [];

    public IndicatorKind Kind { get; } = kind;
    public string Value { get; } = value;
    public string KindName => Kind switch
    {
        IndicatorKind.Address => "address",
        IndicatorKind.Domain => "domain",
        IndicatorKind.Path => "path",
        _ => "process",
    };
    /// <summary>Times of the first and the last event that it stood in, in nanoseconds since the epoch.</summary>
    public ulong First { get; private set; } = ulong.MaxValue;
    public ulong Last { get; private set; }
    /// <summary>How many events of evidence it stood in, of those that were looked at.</summary>
    public long Count { get; private set; }
    /// <summary>The findings in whose evidence it stood.</summary>
    public IReadOnlyList<StoryFinding> Findings => _findings;
    /// <summary>Their ATT&amp;CK ids.</summary>
    public IEnumerable<string> Techniques => _findings.Select(f => f.Rule.Technique).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal);
    /// <summary>What they say, the first words of each.</summary>
    public string Words => string.Join("; ", _findings.Select(f => f.Rule.Words).Distinct());
    /// <summary>A file that was made or put there in a session: its path is no part of the system.</summary>
    public bool IsMade { get; set; }

    public void Take(ulong time, StoryFinding finding)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
        Count++;
        // Nearly always it is the one that is looked at now.
        if (_findings.Count == 0 || !ReferenceEquals(_findings[^1], finding) && !_findings.Exists(f => ReferenceEquals(f, finding)))
            _findings.Add(finding);
    }
}
