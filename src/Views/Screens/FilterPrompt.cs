using CSysdig.Model.Fields;
using CSysdig.Model.Filters;

namespace CSysdig.Views.Screens;

/// <summary>Asks for a filter: what is wrong with it stands under its column while it is typed.</summary>
static class FilterPrompt
{
    const int MostCandidates = 12;

    public static Prompt For(IScreenHost host, Screen screen)
    {
        var selection = screen.Selection!;
        var counter = new MatchCounter(host.History);
        return new Prompt("Filter:", selection.CaptureFilter)
        {
            Hint = () => $"{counter.Summary}Enter filters   empty shows all   Esc leaves   such as: fd.type=ipv4 and proc.name=perl",
            IsCounting = true,
            Closed = counter.Stop,
            Changed = text =>
            {
                var error = Judge(host, text);
                counter.Count(error is null ? (selection with { CaptureFilter = text.Trim() }).Filter : "");
                return error;
            },
            Completion = Complete,
            Accepted = text =>
            {
                if (Judge(host, text) is { } error)
                    return error;
                if (text.Trim() != selection.CaptureFilter)
                    host.Replace(Ways.Reopen(host, screen, selection with { CaptureFilter = text.Trim() }));
                return null;
            },
        };
    }

    static PromptError? Judge(IScreenHost host, string text)
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

    static (int Start, IReadOnlyList<string> Words) Complete(string text, int cursor)
    {
        var start = cursor;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_'))
            start--;
        var word = text[start..cursor];
        if (word.Length == 0 || IsValue(text, start))
            return (start, []);
        return (start, [.. FieldCatalog.All.Select(field => field.Name)
            .Where(name => name.StartsWith(word, StringComparison.Ordinal) && name.Length > word.Length).Take(MostCandidates)]);
    }

    // After an operator stands a value, which no field name completes.
    static bool IsValue(string text, int start)
    {
        var before = text[..start].TrimEnd();
        return before.Length > 0 && before[^1] is '=' or '<' or '>' or '"' or '\'' or ',';
    }
}
