using CSysdig.Model.Fields;
using CSysdig.Model.Fields.Transforms;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>A check of one field's value; false where it has none.</summary>
interface ITestsField
{
    Field Field { get; }

    bool TestValue(in FieldValue value);

    /// <summary>What the check says of all numbers from one to another, both included.</summary>
    Verdict Between(ulong low, ulong high);
}

/// <summary>A check of one field.</summary>
abstract class OneFieldFilter(Field source, int cost) : FilterNode
{
    public Field Field { get; } = source;
    public sealed override FieldReads Reads => Field.Reads;
    internal sealed override IEnumerable<string> Fields => [Field.Definition.Name];
    internal sealed override int Cost => cost;
}

/// <summary>The field's value passes the test; false where it has none.</summary>
sealed class FieldFilter<TTest>(Field source, TTest test, int cost) : OneFieldFilter(source, cost), ITestsField where TTest : struct, IValueTest
{
    readonly TTest _test = test;

    public bool TestValue(in FieldValue value) => _test.Test(value);

    public Verdict Between(ulong low, ulong high) => _test is IRangeTest range ? range.Between(low, high) : Verdict.Ask;

    internal override TimeRange TimesOf(ulong first) => _test is UnsignedRangeTest { Within: var (low, high) } ? TimesWithin(low, high, first) : TimeRange.All;

    public override bool Test(Event e)
    {
        var value = default(FieldValue);
        return Field.TryGet(e, ref value) && _test.Test(value);
    }

    /// <summary>When the field, which may count from another time and in seconds, has a number between two.</summary>
    TimeRange TimesWithin(ulong low, ulong high, ulong first)
    {
        const ulong second = 1_000_000_000;
        if (Field is TimeOfDayField)
            return TimeRange.All;
        return Field.Definition.Name switch
        {
            "evt.rawtime" => new(low, high),
            "evt.rawtime.s" => new(Times(low, second, 0), Times(high, second, second - 1)),
            "evt.reltime" => new(Times(low, 1, first), Times(high, 1, first)),
            "evt.reltime.s" => new(Times(low, second, first), Times(high, second, first + second - 1)),
            _ => TimeRange.All,
        };
    }

    /// <summary>number * unit + from, at most the latest time there is.</summary>
    static ulong Times(ulong number, ulong unit, ulong from) => (ulong)UInt128.Min((UInt128)number * unit + from, ulong.MaxValue);
}

/// <summary>One of the field's values passes the test.</summary>
sealed class AnyFieldFilter<TTest>(Field source, TTest test, int cost) : OneFieldFilter(source, cost) where TTest : struct, IValueTest
{
    TTest _test = test;


    public override bool Test(Event e) => Field.Any(e, ref _test);
}

/// <summary>The field has values, and none of them passes the test (<c>fd.ip != x</c>: neither end is x).</summary>
sealed class NoneFieldFilter<TTest>(Field source, TTest test, int cost) : OneFieldFilter(source, cost) where TTest : struct, IValueTest
{
    TTest _test = test;
    ExistsTest _exists;


    public override bool Test(Event e) => Field.Any(e, ref _exists) && !Field.Any(e, ref _test);
}
