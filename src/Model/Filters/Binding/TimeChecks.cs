using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Fields.Transforms;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters.Binding;

/// <summary>
/// Checks of a time against a time as users write it: a number of nanoseconds against a date or a clock, and the clock's text
/// against a date. What sysdig 0.29.3 compares as texts (<c>evt.time &gt;= 06:13:11</c>) stays a comparison of texts.
/// </summary>
static class TimeChecks
{
    const ulong Second = 1_000_000_000;

    /// <summary>The check, or null when its field or value is no such time.</summary>
    /// <exception cref="FilterException">The value looks like a time and is none.</exception>
    public static FilterNode? TryBind(CheckNode check, Field field)
    {
        if (check.Values.Count != 1 || check.Quantifier != Quantifier.None || check.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual
            or ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual))
            return null;
        var name = field.Definition.Name;
        var text = check.Values[0].Text;
        if (name is "evt.time" or "evt.time.s" or "evt.datetime" or "evt.datetime.s" or "evt.time.iso8601")
            return HasMoreThanText(name, text) && WrittenTime.TryInstant(text, out var instant)
                ? Absolute(check, instant, inSeconds: name.EndsWith(".s", StringComparison.Ordinal)) : null;
        if (field.Definition.Type != ParamType.AbsTime && name is not ("proc.pid.ts" or "proc.ppid.ts") || text.IndexOf(':') < 0)
            return null;
        if (WrittenTime.TryInstant(text, out var time))
            return Compare(field, check, name == "evt.rawtime.s" ? time / Second : time);
        if (name is "evt.rawtime" or "evt.rawtime.s" && WrittenTime.TryClock(text, out var ofDay))
            return Compare(new TimeOfDayField(field, name == "evt.rawtime.s" ? 1 : Second), check, (ulong)ofDay / (name == "evt.rawtime.s" ? Second : 1));
        throw new FilterException($"{name} is compared with '{text}'; expected nanoseconds since 1970, or a time such as 2026-11-24T06:13:11Z"
            + (name is "evt.rawtime" or "evt.rawtime.s" ? " or 06:13:11.5" : ""), check.Values[0].Column);
    }

    /// <summary>A clock's text has no date, and only one that is compared with a zone says more than the text does.</summary>
    static bool HasMoreThanText(string name, string text) => name switch
    {
        "evt.time" or "evt.time.s" => true,
        "evt.time.iso8601" => text.AsSpan(Math.Min(text.Length, 11)).IndexOfAny("Zz+-") >= 0 && !text.EndsWith("+0000", StringComparison.Ordinal),
        _ => text.Contains('T') || text.AsSpan(Math.Min(text.Length, 11)).IndexOfAny("Zz+-") >= 0,
    };

    static FieldFilter<UnsignedRangeTest> Absolute(CheckNode check, ulong time, bool inSeconds) =>
        Compare(FieldCatalog.Bind(inSeconds ? "evt.rawtime.s" : "evt.rawtime"), check, inSeconds ? time / Second : time);

    static FieldFilter<UnsignedRangeTest> Compare(Field field, CheckNode check, ulong time) =>
        new(field, UnsignedRangeTest.Of(check.Operator, time), 10);
}
