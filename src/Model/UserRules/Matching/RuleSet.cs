using System.Runtime.InteropServices;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.State;
using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>
/// The enabled rules of a book, to be asked of events. What they have in common is asked once: an event's type chooses the rules that it can
/// match at all, and the version of its thread decides the better part of their conditions, which is remembered; what is left of them is asked
/// of the event, no part twice. Nothing is allocated for an event once its type and its kind of thread are known. One a thread.
/// </summary>
public sealed class RuleSet
{
    const EventFlags OfFds = EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd;
    const FieldReads FdAlone = FieldReads.Fd | FieldReads.FdType | FieldReads.Type;

    readonly UserRule[] _rules;
    readonly RuleNode[] _conditions;
    readonly SyntaxNode[] _trees;
    readonly ThreadAnswers _threads;
    /// <summary>What is left of conditions: joins that can be made again.</summary>
    readonly NodeTable _left;
    readonly TypePlan?[] _plans = new TypePlan?[TypePlan.Slots];
    readonly List<UserRule> _matched = [];
    int _planCount;
    long _turn;

    RuleSet(UserRule[] rules, RuleNode[] conditions, SyntaxNode[] trees, NodeTable table)
    {
        (_rules, _conditions, _trees) = (rules, conditions, trees);
        _left = new NodeTable(table);
        _threads = new ThreadAnswers(conditions);
    }

    /// <summary>Reads the conditions in the language of a capture's age.</summary>
    /// <param name="asPrinted">Fields have the values which the tool of that age prints, as in <see cref="Filter.Parse(string, MachineState, bool)"/>.</param>
    /// <exception cref="RuleFileException">A condition is wrong, and the line says where.</exception>
    public static RuleSet Of(RuleBook book, MachineState state, bool asPrinted) => Of(book, Filter.DialectOf(state), asPrinted);

    /// <summary>Looks for mistakes in the conditions of a book, those of rules that are not enabled too.</summary>
    /// <returns>The names of the event types that enabled rules can match at all; null where that may be any.</returns>
    /// <exception cref="RuleFileException">There is one, and the line says where.</exception>
    public static IReadOnlySet<string>? Check(RuleBook book)
    {
        var (types, all) = (new EventTypes(), new HashSet<string>());
        foreach (var tree in Of(book, FilterDialect.Newer, asPrinted: false, book.Note)._trees)
        {
            if (types.Of(tree) is not { } some)
                return null;
            all.UnionWith(some);
        }
        return all;
    }

    static RuleSet Of(RuleBook book, FilterDialect dialect, bool asPrinted, Action<Place, string>? note = null)
    {
        var table = new NodeTable();
        var binding = new RuleBinding(book, table, dialect, asPrinted);
        var (rules, conditions, trees) = (new List<UserRule>(), new List<RuleNode>(), new List<SyntaxNode>());
        foreach (var rule in book.Rules)
        {
            if (rule.Source != UserRule.SyscallSource)
            {
                note?.Invoke(rule.Place, $"rule {rule.Name} is left out: it is about events of {rule.Source}, not of system calls");
                continue;
            }
            if (binding.Bind(rule, out var unknown) is not var (node, tree))
            {
                note?.Invoke(rule.Place, $"rule {rule.Name} is left out: there is no field {unknown}");
                continue;
            }
            RuleLine.Check(rule);
            if (!rule.IsEnabled)
                continue;
            rules.Add(rule);
            conditions.Add(node);
            trees.Add(tree);
        }
        binding.Finish();
        return new RuleSet([.. rules], [.. conditions], [.. trees], table);
    }

    /// <summary>The rules that are asked.</summary>
    public IReadOnlyList<UserRule> Rules => _rules;

    /// <summary>The rules whose conditions hold for an event, valid until the next call.</summary>
    public ReadOnlySpan<UserRule> Match(Event e)
    {
        _matched.Clear();
        var slot = TypePlan.SlotOf(e);
        if (slot < 0)
            return MatchAll(e);
        var plan = _plans[slot] ??= Plan(e);
        if (plan.Rules.Length == 0)
            return default;
        var known = _threads.Of(e, ref _turn);
        var left = known.Left(plan.Number) ?? Leave(known, plan);
        if (left.Length == 0)
            return default;
        _turn++;
        foreach (ref readonly var rule in left.AsSpan())
            if (rule.Node.Test(e, _turn))
                _matched.Add(_rules[rule.Index]);
        return CollectionsMarshal.AsSpan(_matched);
    }

    /// <summary>Whether an event of a type can match; false once it is known that none can.</summary>
    public bool Cares(EventCode code) => (int)code <= 1 || (int)code >= TypePlan.FirstCall || _plans[(int)code] is not { Rules.Length: 0 };

    /// <summary>The condition of a rule as a filter, macros and lists put in; null where that is longer than anybody wants to read.</summary>
    public string? FilterOf(UserRule rule)
    {
        var tree = _trees[Array.IndexOf(_rules, rule)];
        return FilterLength.IsWithin(tree, FilterLength.Most) ? tree.ToString() : null;
    }

    ReadOnlySpan<UserRule> MatchAll(Event e)
    {
        _turn++;
        for (var i = 0; i < _rules.Length && !IsInternal(e); i++)
            if (_conditions[i].Test(e, _turn))
                _matched.Add(_rules[i]);
        return CollectionsMarshal.AsSpan(_matched);
    }

    /// <summary>Events of the driver about itself, and of the capture about what was there before it, are shown to nobody.</summary>
    internal static bool IsInternal(Event e) => (e.Info.Category & EventCategory.Internal) != 0;

    /// <summary>What is left of the conditions at events of this one's type.</summary>
    TypePlan Plan(Event e)
    {
        var hasFd = (e.Flags & OfFds) != 0;
        _turn++;
        return new TypePlan(_planCount++, IsInternal(e) ? [] : Leave([.. _conditions.Select((c, i) => new RuleLeft(i, c))],
            node => (node.Reads & ~FieldReads.Type) == 0 || !hasFd && (node.Reads & ~FdAlone) == 0 ? node.Test(e, _turn) : null));
    }

    RuleLeft[] Leave(ThreadAnswers.Known known, TypePlan plan)
    {
        if (_left.IsFull)
        {
            // Threads unlike any before keep coming: begin anew.
            _left.Clear();
            _threads.Clear();
        }
        var left = Leave(plan.Rules, node => node.OfThread >= 0 ? known[node.OfThread] : null);
        known.Keep(plan.Number, left);
        return left;
    }

    /// <summary>Conditions with what is known put in, those that can't hold left out.</summary>
    RuleLeft[] Leave(RuleLeft[] rules, Func<RuleNode, bool?> known)
    {
        var done = new Dictionary<RuleNode, RuleNode>();
        return [.. rules.Select(r => r with { Node = Put(r.Node) }).Where(r => r.Node != RuleNode.False)];

        RuleNode Put(RuleNode node)
        {
            if (node.Kind == NodeKind.Constant)
                return node;
            if (done.TryGetValue(node, out var before))
                return before;
            var put = known(node) is { } answer ? answer ? RuleNode.True : RuleNode.False : node.Kind switch
            {
                NodeKind.And => _left.And(node.Parts.Select(Put)),
                NodeKind.Or => _left.Or(node.Parts.Select(Put)),
                NodeKind.Not => _left.Not(Put(node.Parts[0])),
                _ => node,
            };
            done.Add(node, put);
            return put;
        }
    }
}
