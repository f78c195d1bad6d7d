using System.Globalization;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Makes a filter of a tree: finds the fields, reads the values by the fields' types, chooses the tests.</summary>
sealed class FilterBinder(OperandBinder operands, FilterDialect dialect)
{
    /// <exception cref="FilterException">A field, operator or value is wrong.</exception>
    public FilterNode Bind(SyntaxNode node) => node switch
    {
        AndNode and => new AndFilter(and.Terms.Select(Bind)),
        OrNode or => new OrFilter(or.Terms.Select(Bind)),
        NotNode not => new NotFilter(Bind(not.Term)),
        CheckNode check => BindCheck(check),
        _ => throw new ArgumentException("an unknown kind of node", nameof(node)),
    };

    FilterNode BindCheck(CheckNode check)
    {
        if (check.Left is FieldOperand { Text: var text } && text.StartsWith("evt.around[", StringComparison.Ordinal))
            return Around(check, text);
        var (field, type) = operands.Bind(check.Left);
        Operators.Require(check, field, type);
        if (check.Right is not null)
            return Pair(check, field, type);
        if (field.Definition.Name == "evt.type")
            EventNames.Require(check);
        if (TimeChecks.TryBind(check, field) is { } time)
            return time;
        var binder = new TestBinder(field, type, check, dialect);
        if (check.Quantifier == Quantifier.None)
            return binder.Bind();
        var parts = new FilterNode[check.Values.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = binder.Single(check.Values[i]);
        if (parts.Length == 0)
            return new ConstantFilter(false);
        return check.Quantifier switch
        {
            Quantifier.One => new OneOfFilter(parts),
            Quantifier.Any => new OrFilter(parts),
            _ => new AndFilter(parts),
        };
    }

    PairFilter Pair(CheckNode check, Field field, ParamType type)
    {
        var (right, rightType) = operands.BindRight(check.Right!);
        foreach (var (each, operand) in (ReadOnlySpan<(Field, Operand)>)[(field, check.Left), (right, check.Right!)])
            if (each.HasMany || (each.Definition.Flags & FieldFlags.NoRhs) != 0)
                throw new FilterException($"{each.Definition.Name} can't be compared with another field", operand.Column);
        if (ValueKinds.Of(type) != ValueKinds.Of(rightType))
            throw new FilterException($"{field.Definition.Name} is {ValueKinds.Of(type).Name()} but {right.Definition.Name} is {ValueKinds.Of(rightType).Name()}; they can't be compared", check.Right!.Column);
        if (!PairFilter.Supports(check.Operator))
            throw new FilterException($"'{check.Operator.Text()}' takes a written value, not a field", check.OperatorColumn);
        return new PairFilter(field, right, check.Operator, ValueKinds.Of(type));
    }

    static AroundFilter Around(CheckNode check, string field)
    {
        if (check.Operator != ComparisonOperator.Equal || check.Values.Count != 1)
            throw new FilterException("evt.around is compared with '=' and a number of milliseconds only", check.OperatorColumn);
        var written = field.EndsWith(']') ? field["evt.around[".Length..^1] : "";
        if (!ulong.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && !WrittenTime.TryInstant(written, out time))
            throw new FilterException("evt.around needs a time in nanoseconds since 1970, as evt.rawtime prints it, or a date with a time: evt.around[1500000000000000000], evt.around[2026-11-24T06:13:11Z]", check.Column);
        return new AroundFilter(time, unchecked(new ValueReader("evt.around").Unsigned(check.Values[0]) * 1_000_000));
    }
}
