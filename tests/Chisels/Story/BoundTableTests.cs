using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>The numbers by which findings are told: each is tried from both sides, and the table has no others.</summary>
public sealed partial class BoundTableTests
{
    public static TheoryData<string> Names => [.. Bounds().Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_number_of_the_findings_is_tried_one_below_and_where_it_is_reached(string name)
    {
        var sides = typeof(BoundTableTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<SidesAttribute>().Where(s => s.Bound == name).Select(s => (Method: m, Sides: s))).ToList();
        Assert.NotEmpty(sides);
        foreach (var (method, side) in sides)
        {
            var values = method.GetCustomAttributes<InlineDataAttribute>().SelectMany(d => d.GetData(method)).SelectMany(row => row).Where(v => v is int or long or ulong)
                .Select(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)).ToHashSet();
            Assert.True(values.Contains(side.Below) && values.Contains(side.Reached), $"{method.Name} has no row with {side.Below}, or none with {side.Reached}");
        }
        var bound = ValueOf(name);
        // Of a ratio the sides are those of another number.
        if (!name.EndsWith("Answers", StringComparison.Ordinal) && name != nameof(FindingBounds.FloodBytes))
            Assert.Contains(sides, s => s.Sides.Below == bound - 1 && s.Sides.Reached == bound);
    }

    [Fact]
    public void The_table_of_findings_has_no_number_that_is_not_one_of_them()
    {
        var known = Bounds().Select(b => b.Value).ToHashSet();
        foreach (var rule in FindingRule.All)
            foreach (Match number in Number().Matches(Code().Replace($"{rule.When} {rule.Grave}", "")))
                Assert.True(IsKnown(long.Parse(number.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)), $"{rule.Kind}: {number.Value}");

        // A mebibyte is said as one; 0 is who root is.
        bool IsKnown(long value) => known.Contains(value) || value == FindingBounds.FloodBytes >> 20 || value == 0;
    }

    static IEnumerable<(string Name, long Value)> Bounds() => typeof(FindingBounds).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (f.Name, ValueOf(f.Name)));

    static long ValueOf(string name) => Convert.ToInt64(typeof(FindingBounds).GetField(name)!.GetRawConstantValue(), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b\d[\d,]*\b")]
    private static partial Regex Number();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();
}
