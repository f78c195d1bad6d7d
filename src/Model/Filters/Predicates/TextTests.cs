using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>The same bytes, or not.</summary>
readonly struct TextEqualsTest(byte[] text, bool equal) : IValueTest
{
    public bool Test(in FieldValue value) => value.Bytes.SequenceEqual(text) == equal;
}

/// <summary>Before or after a text in the order of bytes.</summary>
readonly struct TextOrderTest(ComparisonOperator op, byte[] text) : IValueTest
{
    public bool Test(in FieldValue value) => Ordering.Holds(op, value.Bytes.SequenceCompareTo(text));
}

readonly struct ContainsTest(byte[] part) : IValueTest
{
    public bool Test(in FieldValue value) => value.Bytes.IndexOf(part) >= 0;
}

/// <summary>Contains a text whatever the case of its ASCII letters.</summary>
readonly struct ContainsIgnoreCaseTest(byte[] part) : IValueTest
{
    public bool Test(in FieldValue value) => AsciiCase.Contains(value.Bytes, part);
}

readonly struct StartsWithTest(byte[] part) : IValueTest
{
    public bool Test(in FieldValue value) => value.Bytes.StartsWith(part);
}

readonly struct EndsWithTest(byte[] part) : IValueTest
{
    public bool Test(in FieldValue value) => value.Bytes.EndsWith(part);
}

readonly struct GlobTest(GlobPattern pattern) : IValueTest
{
    public bool Test(in FieldValue value) => pattern.Matches(value.Bytes);
}

readonly struct RegexTest(RegexPattern pattern) : IValueTest
{
    public bool Test(in FieldValue value) => pattern.Matches(value.Bytes);
}

readonly struct PathPrefixTest(PathPrefixes paths) : IValueTest
{
    public bool Test(in FieldValue value) => paths.Match(value.Bytes);
}

readonly struct TextSetTest(TextSet set) : IValueTest
{
    public bool Test(in FieldValue value) => set.Contains(value.Bytes);
}
