using System.Text.RegularExpressions;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Makes the check of one field against values, by the field's type and the operator.</summary>
readonly struct TestBinder(Field source, ParamType type, CheckNode check, FilterDialect dialect)
{
    readonly ValueReader _reader = new(source.Definition.Name);

    /// <summary>The check against the check's own list of values.</summary>
    /// <exception cref="FilterException">The operator doesn't suit the type, or a value doesn't.</exception>
    public FilterNode Bind()
    {
        if (check.Operator == ComparisonOperator.Exists)
            return Make(new ExistsTest(), 5);
        if (check.Values.Count == 0)
            return new ConstantFilter(false); // nothing is among nothing
        return check.Operator is ComparisonOperator.In or ComparisonOperator.Intersects ? Set() : Single(check.Values[0]);
    }

    /// <summary>The check against one value, or for <c>pmatch</c> against all.</summary>
    public FilterNode Single(Literal value) => ValueKinds.Of(type) switch
    {
        ValueKind.Text or ValueKind.Bytes => Text(value),
        ValueKind.Address => Any(new AddressTest([.. Addresses(value)], true), new AddressTest([.. Addresses(value)], false)),
        ValueKind.Network => Any(new NetworkTest([_reader.Network(value)], true), new NetworkTest([_reader.Network(value)], false)),
        ValueKind.Double => Make(new DoubleTest(check.Operator, _reader.Double(value)), 2),
        ValueKind.Unsigned => Make(UnsignedRangeTest.Of(check.Operator, _reader.Unsigned(value)), 2),
        _ => Any(RangeTest.Of(ComparisonOperator.Equal, Number(value)), RangeTest.Of(check.Operator, Number(value))),
    };

    long Number(Literal value) => ValueKinds.Of(type) switch
    {
        ValueKind.Bool => _reader.Bool(value),
        ValueKind.Port => _reader.Port(value),
        ValueKind.Unsigned => (long)_reader.Unsigned(value),
        _ => _reader.Signed(value, type),
    };

    FilterNode Text(Literal value) => check.Operator switch
    {
        ComparisonOperator.Equal or ComparisonOperator.NotEqual => Make(new TextEqualsTest(value.Bytes, check.Operator == ComparisonOperator.Equal), 4),
        ComparisonOperator.Contains => Make(new ContainsTest(value.Bytes), 20),
        ComparisonOperator.ContainsIgnoreCase => Make(new ContainsIgnoreCaseTest(value.Bytes), 40),
        ComparisonOperator.ContainsBytes => Make(new ContainsTest(_reader.Hex(value)), 20),
        ComparisonOperator.StartsWith => Make(new StartsWithTest(value.Bytes), 4),
        ComparisonOperator.StartsWithBytes => Make(new StartsWithTest(_reader.Hex(value)), 4),
        ComparisonOperator.EndsWith => Make(new EndsWithTest(value.Bytes), 4),
        ComparisonOperator.Glob => Make(new GlobTest(new GlobPattern(value.Bytes, false)), 80),
        ComparisonOperator.GlobIgnoreCase => Make(new GlobTest(new GlobPattern(value.Bytes, true)), 80),
        ComparisonOperator.Regex => Make(new RegexTest(Regex(value)), 300),
        ComparisonOperator.PathPrefix => Make(new PathPrefixTest(new PathPrefixes(check.Values.Select(v => v.Bytes), globs: dialect != FilterDialect.Sysdig029)), 40),
        _ => Make(new TextOrderTest(check.Operator, value.Bytes), 5),
    };

    /// <summary>The address; as 0.29.3 compares, of the other family too the one that begins with it or that it begins with.</summary>
    IEnumerable<byte[]> Addresses(Literal value)
    {
        var address = _reader.Address(value);
        return dialect != FilterDialect.Sysdig029 ? [address] : address.Length == 4 ? [address, [.. address, .. new byte[12]]] : [address, address[..4]];
    }

    static RegexPattern Regex(Literal value)
    {
        try
        {
            return new RegexPattern(value.Bytes);
        }
        catch (RegexParseException e)
        {
            throw new FilterException($"this regular expression can't be read: {RegexPattern.Words(e.Error)}", value.Column);
        }
        catch (ArgumentException e)
        {
            throw new FilterException($"this regular expression can't be read: {RegexProblem.Of(e)}", value.Column);
        }
        catch (NotSupportedException)
        {
            throw new FilterException("this regular expression looks around or back, or repeats too often, which can't be answered in a time that grows with the text alone", value.Column);
        }
    }

    FilterNode Set()
    {
        var reader = _reader;
        switch (ValueKinds.Of(type))
        {
            case ValueKind.Text or ValueKind.Bytes:
                return Among(new TextSetTest(new TextSet(check.Values.Select(v => v.Bytes))), 12);
            case ValueKind.Address:
                return Among(new AddressTest([.. check.Values.SelectMany(Addresses)], true), 6);
            case ValueKind.Network:
                return Among(new NetworkTest([.. check.Values.Select(reader.Network)], true), 6);
            case ValueKind.Double:
                return Among(new NumberSetTest([.. check.Values.Select(v => BitConverter.DoubleToInt64Bits(reader.Double(v)))]), 4);
            default:
                var numbers = new long[check.Values.Count];
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] = Number(check.Values[i]);
                return Among(new NumberSetTest(numbers), 4);
        }
    }

    /// <summary>A list is <c>in</c> a set when all it has is, and it <c>intersects</c> it when anything is; other fields when one value is.</summary>
    FilterNode Among<TTest>(TTest test, int cost) where TTest : struct, IValueTest =>
        IsList && check.Operator == ComparisonOperator.In ? new NoneFieldFilter<Negated<TTest>>(source, new(test), cost + FieldCost)
            : Make(test, cost);

    /// <summary>Of a field with two ends (fd.ip, fd.port ...) <c>!=</c> asks that neither is the value; any other operator, that one passes.</summary>
    FilterNode Any<TTest>(TTest equal, TTest test) where TTest : struct, IValueTest =>
        check.Operator == ComparisonOperator.NotEqual && source.HasMany && source.Definition.Name.StartsWith("fd.", StringComparison.Ordinal)
            ? new NoneFieldFilter<TTest>(source, equal, 4 + FieldCost)
            : Make(check.Operator == ComparisonOperator.Equal ? equal : test, 4);

    bool IsList => source.HasMany && (source.Definition.Flags & FieldFlags.IsList) != 0;

    FilterNode Make<TTest>(TTest test, int cost) where TTest : struct, IValueTest
    {
        if (source.HasMany)
            return new AnyFieldFilter<TTest>(source, test, cost + FieldCost);
        var filter = new FieldFilter<TTest>(source, test, cost + FieldCost);
        return IsCode ? new CodeFilter(filter) : filter;
    }

    /// <summary>The event's type alone decides the value.</summary>
    bool IsCode => source.Reads is FieldReads.None or FieldReads.Type;

    /// <summary>What getting the value costs: texts of an event are made each time, those of threads and fds lie ready.</summary>
    int FieldCost => source.HasMany ? 60
        : (source.Reads & ~(FieldReads.Thread | FieldReads.ThreadId | FieldReads.Fd | FieldReads.FdType)) == 0 || ValueKinds.Of(type).IsNumber() ? 10
        : 100;
}
