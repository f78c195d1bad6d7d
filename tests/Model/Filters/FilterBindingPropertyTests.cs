using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using CsCheck;

namespace CSysdig.Tests.Model.Filters;

public sealed class FilterBindingPropertyTests
{
    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    static readonly Gen<string> s_arguments = OneOf("", "", "", "[0]", "[-1]", "[99999999999]", "[]", "[x y]", ".res", ".nosuch", ".", "[\"q\"]", ".6", ".open");

    static readonly Gen<string> s_fields = Gen.Select(OneOf([.. FieldCatalog.All.Select(f => f.Name)]), s_arguments, (name, argument) => name + argument);

    static readonly Gen<string> s_operands = Gen.Frequency(
        (4, s_fields),
        (1, Gen.Select(OneOf("tolower", "len", "b64", "basename", "concat", "val"), s_fields, (name, field) => $"{name}({field})")));

    static readonly Gen<string> s_operators = OneOf(
        "=", "!=", "<", ">=", "contains", "icontains", "bcontains", "startswith", "endswith", "glob", "iglob", "regex", "in", "intersects", "pmatch", "exists", "= anyof");

    static readonly Gen<string> s_values = OneOf(
        "1", "-1", "0xff", "99999999999999999999", "true", "open", "10.0.0.1", "::1", "10.0.0.0/8", "::/129", "a.*", "\"(\"", "[a", "'a b'", "41", "(1, 2)", "(a)", "()", "/etc", "1.5", "val(proc.name)", "");

    static readonly Gen<string> s_checks = Gen.Select(s_operands, s_operators, s_values, (operand, op, value) => op == "exists" ? $"{operand} exists" : $"{operand} {op} {value}");

    static readonly Gen<string> s_filters = Gen.Select(s_checks, OneOf(" and ", " or ", " and not "), s_checks, (x, join, y) => x + join + y);

    [Fact]
    public void Any_fields_operators_and_values_are_bound_or_refused() =>
        Gen.Select(s_filters, OneOf(FilterDialect.Older, FilterDialect.Newer)).Sample((text, dialect) => { TryParse(text, dialect); }, iter: 20_000);

    [Fact]
    public void Whatever_is_bound_answers_for_any_event()
    {
        var filters = new List<Filter>();
        s_checks.Sample(text =>
        {
            if (TryParse(text, FilterDialect.Newer) is { } filter)
                lock (filters)
                    filters.Add(filter);
        }, iter: 3_000);
        Assert.True(filters.Count > 100, $"only {filters.Count} filters were bound");
        using var stream = EventStream.Open(Repository.Sample("containers.scap.gz"));
        var passed = 0;
        for (var i = 0; i < 300 && stream.Next(); i++)
            foreach (var filter in filters)
                passed += filter.Test(stream.Current) ? 1 : 0;
        Assert.NotEqual(0, passed);
    }

    static Filter? TryParse(string text, FilterDialect dialect)
    {
        try
        {
            return Filter.Parse(text, dialect);
        }
        catch (FilterException e) when (e.Column >= 0 && e.Column <= text.Length)
        {
            return null;
        }
    }
}
