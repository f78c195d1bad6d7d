using CSysdig.Chisels;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Cli;

/// <summary>Which words behind <c>-c NAME</c> are the chisel's arguments and which are the filter, as sysdig tells them apart.</summary>
static class ChiselArguments
{
    /// <exception cref="ChiselException">An argument that the chisel must have is missing.</exception>
    public static IEnumerable<string> Take(ChiselDefinition chisel, OptionReader reader, string[] args)
    {
        var next = reader.PeekWord();
        if (chisel.Arguments.Count == 0 || (next is null && chisel.RequiredArguments == 0))
            return [];
        if (next is null)
            throw new ChiselException($"chisel {chisel.Name} needs {Names(chisel)} after it");
        if (chisel.RequiredArguments == 0 && (next.StartsWith('-') || CaptureWords.IsCertain(next) && !CaptureWords.AreNamed(args) || IsFilterAhead(chisel, reader, args)))
            return [];
        var given = Split(chisel, reader.TakeWord()!);
        while (chisel.TakesMore is { } takesMore && reader.PeekWord() is { } more && takesMore(more))
            given.Add(reader.TakeWord()!);
        if (given.Count < chisel.RequiredArguments || given.Count > chisel.Arguments.Count && chisel.TakesMore is null)
            throw new ChiselException($"chisel {chisel.Name} takes {Names(chisel)}; {given.Count} given"
                + (given.Count > chisel.Arguments.Count ? ": put quotes within the quotes around what belongs together, \"'...'\"" : ""));
        return given;
    }

    /// <summary>Words between blanks; what stands between ' and ', or ` and `, is one of them.</summary>
    static List<string> Split(ChiselDefinition chisel, string text)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var quoted = false;
        if (string.IsNullOrWhiteSpace(text))
            return words;
        foreach (var c in text.Trim() + " ")
        {
            if (c is '\'' or '`')
                quoted = !quoted;
            else if (c != ' ' || quoted)
                word.Append(c);
            else
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        return quoted ? throw new ChiselException($"an argument of chisel {chisel.Name} has a quote that is not closed: {text}") : words;
    }

    // An optional argument may be left out; what reads as a filter is one, unless a filter is what the chisel wants.
    static bool IsFilterAhead(ChiselDefinition chisel, OptionReader reader, string[] args)
    {
        if (chisel.Arguments is [{ Type: "filter" }])
            return false;
        try
        {
            Filter.Parse(string.Join(' ', args[^reader.WordsLeft..]));
            return true;
        }
        catch (FilterException)
        {
            return false;
        }
    }

    static string Names(ChiselDefinition chisel) =>
        string.Join(' ', chisel.Arguments.Select(a => a.Optional ? $"[{a.Name}]" : a.Name.ToUpperInvariant()));
}
