using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Binding;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>Makes nodes of a book's conditions: each macro once, whatever names it.</summary>
sealed class RuleBinding
{
    internal const int Deepest = 1000;

    readonly ConditionReading _reading;
    readonly NodeTable _table;
    readonly FilterBinder _binder;
    readonly Dictionary<SyntaxNode, RuleNode> _macros = new(ReferenceEqualityComparer.Instance);
    /// <summary>Macros that can't be bound: a mistake, unless the rules that name them are to be left out for that.</summary>
    readonly Dictionary<SyntaxNode, RuleFileException> _wrong = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="RuleFileException">A list or macro is wrong.</exception>
    public RuleBinding(RuleBook book, NodeTable table, FilterDialect dialect, bool asPrinted)
    {
        // The language is that of a capture's age; but what 0.29.3 alone refuses is no mistake in a file that is newer than it.
        _reading = new ConditionReading(book, dialect == FilterDialect.Sysdig029 ? FilterDialect.Older : dialect);
        _table = table;
        _binder = new FilterBinder(new OperandBinder(asPrinted), dialect);
        // Those that a macro names stand before it, so that none is bound within another.
        foreach (var (macro, tree) in _reading.Macros)
            try
            {
                _macros.Add(tree, Bind(tree, macro.Condition, $"macro {macro.Name}"));
            }
            catch (RuleFileException e)
            {
                _wrong.Add(tree, e);
            }
    }

    /// <summary>The condition of a rule, with what its exceptions let pass by; null where it is to be left out.</summary>
    /// <param name="unknown">The field that nobody knows, for which it is.</param>
    /// <exception cref="RuleFileException">The condition is wrong.</exception>
    public (RuleNode Node, SyntaxNode Tree)? Bind(UserRule rule, out string? unknown)
    {
        var of = $"rule {rule.Name}";
        var text = rule.Exceptions.Count == 0 ? rule.Condition : rule.Exceptions.Aggregate(rule.Condition.InBrackets(), (condition, e) => e.TakeFrom(condition));
        var tree = _reading.Read(text, of);
        unknown = rule.SkipsUnknown ? Unknown(tree) : null;
        return unknown is null ? (Bind(tree, text, of), tree) : null;
    }

    /// <summary>All rules are bound: what is wrong in macros that none of them names is wrong all the same.</summary>
    /// <exception cref="RuleFileException">A macro is wrong.</exception>
    public void Finish()
    {
        if (_wrong.Values.FirstOrDefault() is { } problem)
            throw problem;
    }

    RuleNode Bind(SyntaxNode tree, WrittenText text, string of)
    {
        RuleNode node;
        try
        {
            node = Bind(tree);
        }
        catch (FilterException e)
        {
            throw text.Problem(of, e);
        }
        if (node.Depth > Deepest || _table.IsFull)
            throw new RuleFileException(text.Start, $"the condition of {of} is too large, with the macros in it: " + (_table.IsFull
                ? $"all together have more than {NodeTable.MostParts:N0} parts" : $"more than {Deepest} conditions lie within each other"));
        return node;
    }

    RuleNode Bind(SyntaxNode node) => node switch
    {
        AndNode and => _table.And(and.Terms.Select(Bind)),
        OrNode or => _table.Or(or.Terms.Select(Bind)),
        NotNode not => _table.Not(Bind(not.Term)),
        NamedNode { Condition: { } condition } => _wrong.TryGetValue(condition, out var problem) ? throw problem : _macros[condition],
        _ => _table.Check(node.ToString(), () => _binder.Bind(node)),
    };

    /// <summary>The first field that nobody knows.</summary>
    string? Unknown(SyntaxNode tree)
    {
        var seen = new HashSet<SyntaxNode>(ReferenceEqualityComparer.Instance);
        var left = new Stack<SyntaxNode>([tree]);
        string? found = null;
        while (left.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            if (node is CheckNode check)
                found ??= Fields(check.Left).Concat(check.Right is null ? [] : Fields(check.Right)).FirstOrDefault(f => !IsKnown(f));
            foreach (var part in node switch { AndNode and => and.Terms, OrNode or => or.Terms, NotNode not => [not.Term], NamedNode { Condition: { } condition } => [condition], _ => [] })
                left.Push(part);
        }
        // The rule is left out, and asks nothing of them any more.
        if (found is not null)
            foreach (var node in seen)
                _wrong.Remove(node);
        return found;
    }

    static bool IsKnown(string field)
    {
        try
        {
            FieldCatalog.Bind(field);
            return true;
        }
        catch (FieldException)
        {
            return false;
        }
    }

    static IEnumerable<string> Fields(Operand operand) => operand switch
    {
        FieldOperand field => [field.Text],
        TransformOperand transform => transform.Arguments.SelectMany(Fields),
        ListOperand list => list.Items.SelectMany(Fields),
        _ => [],
    };
}
