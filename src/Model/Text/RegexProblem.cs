using System.Text.RegularExpressions;

namespace CSysdig.Model.Text;

/// <summary>What is wrong with a regular expression.</summary>
public static class RegexProblem
{
    /// <summary>The cause, as the end of a sentence.</summary>
    public static string Of(Exception e) => e is RegexParseException { Error: var error, Offset: var offset }
        ? $"{Cause(error)} (at character {offset})"
        : "it looks back or around, which would take time without bound";

    static string Cause(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a ( has no )",
        RegexParseError.InsufficientOpeningParentheses => "a ) has no (",
        RegexParseError.UnterminatedBracket => "a [ has no ]",
        RegexParseError.QuantifierAfterNothing => "nothing stands before * + ? or {",
        RegexParseError.NestedQuantifiersNotParenthesized => "* + ? and { can't follow each other",
        RegexParseError.ReversedCharacterRange or RegexParseError.ReversedQuantifierRange => "a range goes from the larger to the smaller",
        RegexParseError.UnescapedEndingBackslash => "it ends in \\",
        RegexParseError.UnrecognizedEscape => "no such escape",
        _ => "it means nothing",
    };
}
