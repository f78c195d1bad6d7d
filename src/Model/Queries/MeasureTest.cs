using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>A check of a number that rows have without a look at their events; of a class the bounds often tell enough.</summary>
sealed class MeasureTest(ITestsField check) : RowTest
{
    readonly RowField _field = new(check.Field);

    public override bool Test(RowView row) => _field.TryNumber(row, out var number)
        && check.TestValue(new FieldValue { Type = _field.Type, Format = _field.Format, Number = number });

    public override Verdict TestClass(RowView row)
    {
        if (!_field.TryFactor(row, out var has, out var factor))
            return Verdict.Ask;
        if (!has)
            return Verdict.Fails;
        var reads = _field.Plan.Number;
        if (reads == FieldReads.Result && !row.HasPlainResult)
            return row.Class.Has(RowFlags.Failed) ? Verdict.Fails : Verdict.Ask;
        if (row.Sum.Count == 1 || factor == 0)
            return Test(row) ? Verdict.Passes : Verdict.Fails;
        // No number is above the sum of all; what wrapped around would be no bound.
        return factor != 1 || row.Class.Has(RowFlags.Odd) ? Verdict.Ask : reads switch
        {
            FieldReads.Time => check.Between(row.Earliest, row.Latest),
            FieldReads.Result => check.Between(0, (ulong)row.Sum.Results),
            _ => check.Between(0, row.Sum.Latencies),
        };
    }
}
