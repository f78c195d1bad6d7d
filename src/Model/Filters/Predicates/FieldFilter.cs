using CSysdig.Model.Fields;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>The field's value passes the test; false where it has none.</summary>
sealed class FieldFilter<TTest>(Field source, TTest test, int cost) : FilterNode where TTest : struct, IValueTest
{
    readonly TTest _test = test;

    public override FieldScope Scope => source.Scope;
    internal override int Cost => cost;
    internal override bool KeepsOrder => source is Transforms.DeltaField || source.Definition.Name == "util.cnt";

    public override bool Test(Event e)
    {
        var value = default(FieldValue);
        return source.TryGet(e, ref value) && _test.Test(value);
    }
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
