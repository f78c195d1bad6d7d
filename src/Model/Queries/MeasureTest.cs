using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>A check of a number that rows have without a look at their events; of a class the bounds often tell enough.</summary>
sealed class MeasureTest(FilterNode node, ITestsField check) : RowTest
{
    readonly Measure _measure = check.Field.Measure;
    Memo<Factor> _factors;

    public override bool Test(RowView row)
    {
        if (!TryFactor(row, out var factor) || factor.Known == Known.Yes && !row.TryMeasure(_measure, out _))
            return node.Test(row.Event);
        if (factor.Known == Known.No)
            return false;
        row.TryMeasure(_measure, out var number);
        return Passes(number * factor.Number);
    }

    public override Verdict TestClass(RowView row)
    {
        if (!TryFactor(row, out var factor))
            return Verdict.Ask;
        if (factor.Known == Known.No)
            return Verdict.Fails;
        if (_measure == Measure.Result && !row.HasPlainResult)
            return row.Class.Has(RowFlags.Failed) ? Verdict.Fails : Verdict.Ask;
        if (row.Sum.Count == 1 || _measure == Measure.Cpu || factor.Number == 0)
            return Test(row) ? Verdict.Passes : Verdict.Fails;
        // No number is above the sum of all; what wrapped around would be no bound.
        return factor.Number != 1 || row.Class.Has(RowFlags.Odd) ? Verdict.Ask : _measure switch
        {
            Measure.Time => check.Between(row.Earliest, row.Latest),
            Measure.Result => check.Between(0, (ulong)row.Sum.Results),
            _ => check.Between(0, row.Sum.Latencies),
        };
    }

    bool Passes(long number)
    {
        var value = new FieldValue { Type = check.Field.Definition.Type, Format = check.Field.Definition.Format, Number = number };
        return check.TestValue(value);
    }

    bool TryFactor(RowView row, out Factor factor)
    {
        factor = default;
        var slot = row.SlotOf(FieldScope.Kind);
        if (slot < 0)
            return false;
        ref var known = ref _factors.At(slot);
        if (known.Known == Known.Not)
            known.Known = check.Field.TryFactor(row.Event, out known.Number) ? Known.Yes : Known.No;
        factor = known;
        return true;
    }

    struct Factor
    {
        public long Number;
        public Known Known;
    }
}
