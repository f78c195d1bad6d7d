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
/// <param name="bytes">As it was captured, where that is a path.</param>
sealed class Indicator(IndicatorKind kind, string value, byte[] bytes)
{
    /// <summary>In the order in which it was met in them.</summary>
    readonly HashSet<StoryFinding> _findings = new(ReferenceEqualityComparer.Instance);

    public IndicatorKind Kind { get; } = kind;
    public string Value { get; } = value;
    public byte[] Bytes { get; } = bytes;
    /// <summary>What the file of a path held, as far as that was seen.</summary>
    public IReadOnlyList<ReportedFile> Files { get; set; } = [];
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
    /// <summary>Their ATT&amp;CK ids.</summary>
    public IEnumerable<string> Techniques => _findings.Select(f => f.Rule.Technique).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal);
    /// <summary>What they say, the first words of each.</summary>
    public string Words => string.Join("; ", _findings.Select(f => f.Rule.Words).Distinct());
    /// <summary>A file that was made or put there in a session: its path is no part of the system.</summary>
    public bool IsMade { get; set; }

    /// <summary>It stood in the evidence of a finding.</summary>
    public bool Shows(StoryFinding finding) => _findings.Contains(finding);

    public void Take(ulong time, StoryFinding finding)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
        Count++;
        _findings.Add(finding);
    }
}
