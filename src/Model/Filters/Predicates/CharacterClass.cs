namespace CSysdig.Model.Filters.Predicates;

/// <summary>The named character classes of POSIX, in the C locale.</summary>
static class CharacterClass
{
    public static bool Contains(ReadOnlySpan<byte> name, byte b)
    {
        var c = (char)b;
        return name switch
        {
            _ when name.SequenceEqual("alpha"u8) => char.IsAsciiLetter(c),
            _ when name.SequenceEqual("digit"u8) => char.IsAsciiDigit(c),
            _ when name.SequenceEqual("alnum"u8) => char.IsAsciiLetterOrDigit(c),
            _ when name.SequenceEqual("upper"u8) => char.IsAsciiLetterUpper(c),
            _ when name.SequenceEqual("lower"u8) => char.IsAsciiLetterLower(c),
            _ when name.SequenceEqual("xdigit"u8) => char.IsAsciiHexDigit(c),
            _ when name.SequenceEqual("space"u8) => c is ' ' or (>= '\t' and <= '\r'),
            _ when name.SequenceEqual("blank"u8) => c is ' ' or '\t',
            _ when name.SequenceEqual("cntrl"u8) => c is < ' ' or '\x7f',
            _ when name.SequenceEqual("print"u8) => c is >= ' ' and < '\x7f',
            _ when name.SequenceEqual("graph"u8) => c is > ' ' and < '\x7f',
            _ when name.SequenceEqual("punct"u8) => c is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(c),
            _ => false,
        };
    }

    /// <summary>The same as the inside of a .NET character class, or null when there is none of the name.</summary>
    public static string? Pattern(string name) => name switch
    {
        "alpha" => "A-Za-z",
        "digit" => "0-9",
        "alnum" => "0-9A-Za-z",
        "upper" => "A-Z",
        "lower" => "a-z",
        "xdigit" => "0-9A-Fa-f",
        "space" => @"\t-\r ",
        "blank" => @"\t ",
        "cntrl" => @"\x00-\x1f\x7f",
        "print" => @" -\x7e",
        "graph" => @"!-\x7e",
        "punct" => @"!-/:-@\[-`{-\x7e",
        "word" => "0-9A-Za-z_",
        _ => null,
    };
}
