using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>Any value will do.</summary>
readonly struct ExistsTest : IValueTest
{
    public bool Test(in FieldValue value) => true;
}

/// <summary>Passes what another test does not.</summary>
readonly struct Negated<TTest>(TTest test) : IValueTest where TTest : struct, IValueTest
{
    readonly TTest _test = test;

    public bool Test(in FieldValue value) => !_test.Test(value);
}

/// <summary>A test that can be asked of all numbers between two.</summary>
interface IRangeTest
{
    Verdict Between(ulong from, ulong to);
}

/// <summary>A number within (or without) a range; every comparison of signed numbers is one.</summary>
readonly struct RangeTest(long low, long high, bool within) : IValueTest, IRangeTest
{
    public Verdict Between(ulong from, ulong to) =>
        to > long.MaxValue ? Verdict.Ask : Ordering.Of((long)from >= low && (long)to <= high, (long)to < low || (long)from > high, within);

    public bool Test(in FieldValue value) => (value.Number >= low && value.Number <= high) == within;

    /// <summary>The range of <c>op x</c>; it is empty where nothing can pass.</summary>
    public static RangeTest Of(ComparisonOperator op, long x) => op switch
    {
        ComparisonOperator.NotEqual => new(x, x, false),
        ComparisonOperator.Less => x == long.MinValue ? new(1, 0, true) : new(long.MinValue, x - 1, true),
        ComparisonOperator.LessOrEqual => new(long.MinValue, x, true),
        ComparisonOperator.Greater => x == long.MaxValue ? new(1, 0, true) : new(x + 1, long.MaxValue, true),
        ComparisonOperator.GreaterOrEqual => new(x, long.MaxValue, true),
        _ => new(x, x, true),
    };
}

/// <summary>The same for unsigned numbers of 64 bits.</summary>
readonly struct UnsignedRangeTest(ulong low, ulong high, bool within) : IValueTest, IRangeTest
{
    /// <summary>The range of what passes; null where that lies on both sides of one.</summary>
    public (ulong Low, ulong High)? Within => within ? (low, high) : null;

    public Verdict Between(ulong from, ulong to) => Ordering.Of(from >= low && to <= high, to < low || from > high, within);

    public bool Test(in FieldValue value) => ((ulong)value.Number >= low && (ulong)value.Number <= high) == within;

    public static UnsignedRangeTest Of(ComparisonOperator op, ulong x) => op switch
    {
        ComparisonOperator.NotEqual => new(x, x, false),
        ComparisonOperator.Less => x == 0 ? new(1, 0, true) : new(0, x - 1, true),
        ComparisonOperator.LessOrEqual => new(0, x, true),
        ComparisonOperator.Greater => x == ulong.MaxValue ? new(1, 0, true) : new(x + 1, ulong.MaxValue, true),
        ComparisonOperator.GreaterOrEqual => new(x, ulong.MaxValue, true),
        _ => new(x, x, true),
    };
}

/// <summary>A number with a fraction.</summary>
readonly struct DoubleTest(ComparisonOperator op, double x) : IValueTest
{
    public bool Test(in FieldValue value) => op == ComparisonOperator.NotEqual
        ? value.Double != x
        : Ordering.Holds(op, value.Double.CompareTo(x));
}

/// <summary>A number out of a set.</summary>
readonly struct NumberSetTest(long[] numbers) : IValueTest
{
    /// <summary>Up to here looking through beats hashing.</summary>
    const int Few = 8;

    readonly HashSet<long>? _many = numbers.Length > Few ? [.. numbers] : null;

    public bool Test(in FieldValue value) =>
        _many is null ? numbers.AsSpan().Contains(value.Number) : _many.Contains(value.Number);
}

static class Ordering
{
    /// <summary>What a range says of numbers that all lie in it, or all outside.</summary>
    public static Verdict Of(bool allInside, bool allOutside, bool within) => allInside || allOutside
        ? allInside == within ? Verdict.Passes : Verdict.Fails
        : Verdict.Ask;

    /// <summary>Whether an operator holds, by the sign of a comparison.</summary>
    public static bool Holds(ComparisonOperator op, int sign) => op switch
    {
        ComparisonOperator.NotEqual => sign != 0,
        ComparisonOperator.Less => sign < 0,
        ComparisonOperator.LessOrEqual => sign <= 0,
        ComparisonOperator.Greater => sign > 0,
        ComparisonOperator.GreaterOrEqual => sign >= 0,
        _ => sign == 0,
    };
}
