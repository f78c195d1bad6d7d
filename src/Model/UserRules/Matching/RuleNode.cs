using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;

namespace CSysdig.Model.UserRules.Matching;

enum NodeKind : byte { Constant, Check, And, Or, Not }

/// <summary>
/// A part of one condition or of many: what is the same is the same object, and is asked once an event. It keeps its last answer, so that it
/// belongs to one thread.
/// </summary>
sealed class RuleNode(NodeKind kind, int id, RuleNode[] parts, FilterNode? check, bool answer)
{
    public static readonly RuleNode True = new(NodeKind.Constant, 0, [], null, true), False = new(NodeKind.Constant, 1, [], null, false);

    long _turn = -1;

    public NodeKind Kind { get; } = kind;
    public int Id { get; } = id;
    public RuleNode[] Parts { get; } = parts;
    public FieldReads Reads { get; } = check?.Reads ?? parts.Aggregate(FieldReads.None, (reads, part) => reads | part.Reads);
    public int Cost { get; } = check?.Cost ?? (int)Math.Min(1_000_000, parts.Sum(p => (long)p.Cost));
    public int Depth { get; } = parts.Length == 0 ? 0 : parts.Max(p => p.Depth) + 1;

    /// <summary>Where its answer stands among those of a thread's version; -1 for none.</summary>
    public int OfThread { get; set; } = -1;

    /// <summary>The version of the thread alone decides it.</summary>
    public bool IsOfThread => Kind != NodeKind.Constant && Reads == FieldReads.Thread;

    /// <param name="turn">Another one for each event.</param>
    public bool Test(Event e, long turn)
    {
        if (_turn != turn)
        {
            answer = Ask(e, turn);
            if (Kind != NodeKind.Constant)
                _turn = turn;
        }
        return answer;
    }

    bool Ask(Event e, long turn)
    {
        switch (Kind)
        {
            case NodeKind.Check:
                return check!.Test(e);
            case NodeKind.And:
                foreach (var part in Parts)
                    if (!part.Test(e, turn))
                        return false;
                return true;
            case NodeKind.Or:
                foreach (var part in Parts)
                    if (part.Test(e, turn))
                        return true;
                return false;
            case NodeKind.Not:
                return !Parts[0].Test(e, turn);
            default:
                return answer;
        }
    }
}
