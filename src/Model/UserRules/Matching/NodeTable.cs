using System.Runtime.InteropServices;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>Makes nodes, each but once, and the simplest that say the same.</summary>
/// <param name="before">Whose nodes may be parts of those that are made; null for none.</param>
sealed class NodeTable(NodeTable? before = null)
{
    /// <summary>What conditions are together, in parts of joins; public rules take some thousands.</summary>
    internal const int MostParts = 2_000_000;

    readonly Dictionary<string, RuleNode> _checks = [];
    readonly Dictionary<string, RuleNode> _joins = [];
    int _nextId = before?._nextId ?? 2;
    long _parts;

    /// <summary>There are more parts than conditions may have.</summary>
    public bool IsFull => _parts > MostParts;

    /// <param name="text">The check as it is written: what is written alike is the same.</param>
    public RuleNode Check(string text, Func<FilterNode> bind)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_checks, text, out _);
        return node ??= new RuleNode(NodeKind.Check, _nextId++, [], bind(), false);
    }

    public RuleNode And(IEnumerable<RuleNode> parts) => Join(NodeKind.And, parts, RuleNode.True, RuleNode.False);

    public RuleNode Or(IEnumerable<RuleNode> parts) => Join(NodeKind.Or, parts, RuleNode.False, RuleNode.True);

    public RuleNode Not(RuleNode part) => part.Kind switch
    {
        NodeKind.Constant => part == RuleNode.True ? RuleNode.False : RuleNode.True,
        NodeKind.Not => part.Parts[0],
        _ => Intern(NodeKind.Not, [part]),
    };

    /// <summary>Forgets the joins; those that somebody holds stay what they are.</summary>
    public void Clear()
    {
        _joins.Clear();
        _parts = 0;
    }

    RuleNode Join(NodeKind kind, IEnumerable<RuleNode> parts, RuleNode nothing, RuleNode decides)
    {
        var all = new List<RuleNode>();
        var seen = new HashSet<RuleNode>();
        foreach (var part in parts)
            foreach (var each in part.Kind == kind ? part.Parts.SelectMany(p => p.Kind == kind ? p.Parts : [p]) : [part])
                if (each == decides)
                    return decides;
                else if (each != nothing && seen.Add(each))
                    all.Add(each);
        if (all.Count < 2)
            return all.Count == 0 ? nothing : all[0];
        // What counts from the time it was asked before is asked as it is written.
        RuleNode[] joined = all.Exists(p => (p.Reads & FieldReads.Order) != 0) ? [.. all] : Grouped(kind, [.. all.OrderBy(p => p.Cost).ThenBy(p => p.Id)]);
        return Intern(kind, joined);
    }

    /// <summary>What the thread alone decides is one part.</summary>
    RuleNode[] Grouped(NodeKind kind, RuleNode[] parts)
    {
        var ofThread = parts.Count(p => p.IsOfThread);
        return ofThread < 2 || ofThread == parts.Length ? parts : [Intern(kind, [.. parts.Where(p => p.IsOfThread)]), .. parts.Where(p => !p.IsOfThread)];
    }

    RuleNode Intern(NodeKind kind, RuleNode[] parts)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_joins, $"{kind} {string.Join(' ', parts.Select(p => p.Id))}", out var isThere);
        _parts += isThere ? 0 : parts.Length;
        return node ??= new RuleNode(kind, _nextId++, parts, null, false);
    }
}
