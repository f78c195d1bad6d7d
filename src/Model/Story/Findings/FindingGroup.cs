using CSysdig.Model.State;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story.Findings;

/// <summary>What belongs together: a login session, what a service of the network was made to do, or the rest of the machine.</summary>
public sealed class FindingGroup
{
    const int Most = 200;

    readonly List<Finding> _findings = [];

    /// <summary>The login session, or null.</summary>
    public Session? Session { get; init; }
    /// <summary>The service whose children these are; null for a session and for the rest of the machine.</summary>
    public ThreadInfo? Service { get; init; }
    public IReadOnlyList<Finding> Findings => _findings;
    /// <summary>How many findings there was no room for.</summary>
    public long LeftOut { get; private set; }
    /// <summary>Something in it is no ordinary work.</summary>
    public bool IsGrave { get; private set; }
    /// <summary>It was said that its session has ended.</summary>
    internal bool IsEndTold { get; set; }
    /// <summary>It is looked at no more.</summary>
    internal bool IsForgotten { get; set; }

    /// <summary>Notes evidence; null when there is no room for another finding.</summary>
    /// <param name="key">Evidence of a kind with the same key is one finding.</param>
    /// <param name="hasRoom">Another finding may be kept; false where there are too many in all groups together.</param>
    internal Finding? Note(FindingRule rule, in Deed deed, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> key, bool isGrave, long count, bool hasRoom)
    {
        IsGrave |= isGrave;
        foreach (var known in _findings)
            if (known.Rule == (object)rule && key.SequenceEqual(known.Key))
            {
                known.Take(deed, subject, isGrave, count);
                return known;
            }
        if (_findings.Count >= Most || !hasRoom)
        {
            LeftOut++;
            // What is grave takes the place of what is not.
            if (!isGrave || _findings.FindIndex(f => !f.IsGrave) is not (>= 0 and var place))
                return null;
            _findings.RemoveAt(place);
        }
        var finding = new Finding(rule, key.ToArray(), deed);
        finding.Take(deed, subject, isGrave, count);
        _findings.Add(finding);
        return finding;
    }

    /// <summary>Takes out what was seen last before a time.</summary>
    internal List<Finding> TakeBefore(ulong time)
    {
        var old = _findings.FindAll(f => f.Last < time);
        if (old.Count > 0)
            _findings.RemoveAll(f => f.Last < time);
        foreach (var finding in old)
            finding.Settle();
        return old;
    }

    /// <summary>What was taken out goes on; false where there is no room for it.</summary>
    internal bool TakeBack(Finding finding)
    {
        if (IsForgotten || _findings.Count >= Most)
            return false;
        finding.Revive();
        _findings.Add(finding);
        return true;
    }
}
