using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Prompts;

/// <summary>
/// Asks for a filter: what is wrong with it stands under its column while it is typed, beside how many events would pass;
/// Tab completes fields, operators and the values that the selection holds.
/// </summary>
static class FilterPrompt
{
    static readonly string[] Operators =
        ["=", "!=", "contains", "icontains", "startswith", "endswith", "in", "glob", "pmatch", "exists", "<", "<=", ">", ">=", "regex"];

    static readonly string[] Joins = ["and", "or", "not"];

    public static Prompt For(IScreenHost host, Screen screen)
    {
        var selection = screen.Selection!;
        var counter = new MatchCounter(host.Fleet is null ? [host.History] : [.. host.Fleet.Histories]);
        var values = new ValueWords(host, (selection with { CaptureFilter = "" }).Filter);
        return new Prompt("Filter:", selection.CaptureFilter)
        {
            Hint = () => $"{counter.Summary}Enter filters   empty shows all   Esc leaves   such as: fd.type=ipv4 and proc.name=perl",
            IsCounting = true,
            Closed = () =>
            {
                counter.Stop();
                values.Stop();
            },
            Changed = text =>
            {
                var error = Judge(host, text);
                counter.Count(error is null ? (selection with { CaptureFilter = text.Trim() }).Filter : "");
                return error;
            },
            Completion = (text, cursor) => Complete(text, cursor, values),
            Accepted = text =>
            {
                if (Judge(host, text) is { } error)
                    return error;
                if (text.Trim() != selection.CaptureFilter)
                    screen.TurnTo(selection with { CaptureFilter = text.Trim() });
                return null;
            },
        };
    }

    /// <summary>What is wrong with a filter, or null.</summary>
    public static PromptError? Judge(IScreenHost host, string text)
    {
        if (text.Trim().Length == 0)
            return null;
        try
        {
            Filter.Parse(text, host.Dialect);
            return null;
        }
        catch (FilterException e)
        {
            return new PromptError(e.Reason, e.Column);
        }
        catch (FieldException e)
        {
            return new PromptError(e.Message, -1);
        }
    }

    static (int Start, IReadOnlyList<string> Words) Complete(string text, int cursor, ValueWords values)
    {
        var start = cursor;
        while (start > 0 && text[start - 1] is not (' ' or '(' or ')' or '=' or '<' or '>' or '!' or ','))
            start--;
        var word = text[start..cursor];
        var before = text[..start].TrimEnd();
        if (FieldBeforeOperator(before) is { } field)
            return (start, values.Beginning(field, word));
        if (word.Length == 0)
            return (start, []);
        // A name is over: its operator is being typed, and behind a value the word that joins.
        if (before.Length > 0 && before[^1] is not '(' && !Joins.Contains(LastWord(before)))
            return (start, [.. (FieldCatalog.All.Any(f => f.Name == LastWord(before)) ? Operators : Joins)
                .Where(o => o.StartsWith(word, StringComparison.Ordinal) && o.Length > word.Length)]);
        return (start, FieldWords.Beginning(word));
    }

    // The field whose value stands next, when the text ends in an operator that takes one.
    static string? FieldBeforeOperator(string text)
    {
        var last = LastWord(text);
        var symbols = text.Length - text.AsSpan().TrimEnd("=!<>").Length;
        var name = symbols > 0 ? LastWord(text[..^symbols].TrimEnd())
            : Operators.Contains(last) && last.Length > 2 && last != "exists" ? LastWord(text[..^last.Length].TrimEnd())
            : null;
        return name is { Length: > 0 } && name.Contains('.') ? name : null;
    }

    static string LastWord(string text) => text[(text.LastIndexOfAny([' ', '(', ')']) + 1)..];
}
