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

/// <summary>The field's value passes the test; false where it has none.</summary>
sealed class FieldFilter<TTest>(Field source, TTest test, int cost) : FilterNode, ITestsField where TTest : struct, IValueTest
{
    readonly TTest _test = test;

    public Field Field => source;

    public bool TestValue(in FieldValue value) => _test.Test(value);

    public Verdict Between(ulong low, ulong high) => _test is IRangeTest range ? range.Between(low, high) : Verdict.Ask;

    public override FieldScope Scope => source.Scope;
    internal override int Cost => cost;
    internal override TimeRange TimesOf(ulong first) => _test is UnsignedRangeTest { Within: var (low, high) } ? TimesWithin(low, high, first) : TimeRange.All;
    internal override bool KeepsOrder => source is DeltaField || source.Definition.Name == "util.cnt";

    public override bool Test(Event e)
    {
        var value = default(FieldValue);
        return source.TryGet(e, ref value) && _test.Test(value);
    }

    /// <summary>When the field, which may count from another time and in seconds, has a number between two.</summary>
    TimeRange TimesWithin(ulong low, ulong high, ulong first)
    {
        const ulong second = 1_000_000_000;
        if (source is TimeOfDayField)
            return TimeRange.All;
        return source.Definition.Name switch
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
sealed class AnyFieldFilter<TTest>(Field source, TTest test, int cost) : FilterNode where TTest : struct, IValueTest
{
    TTest _test = test;

    public override FieldScope Scope => source.Scope;
    internal override int Cost => cost;

    public override bool Test(Event e) => source.Any(e, ref _test);
}

/// <summary>The field has values, and none of them passes the test (<c>fd.ip != x</c>: neither end is x).</summary>
sealed class NoneFieldFilter<TTest>(Field source, TTest test, int cost) : FilterNode where TTest : struct, IValueTest
{
    TTest _test = test;
    ExistsTest _exists;

    public override FieldScope Scope => source.Scope;
    internal override int Cost => cost;

    public override bool Test(Event e) => source.Any(e, ref _exists) && !source.Any(e, ref _test);
}
