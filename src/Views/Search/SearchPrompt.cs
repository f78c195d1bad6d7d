using CSysdig.Views.Keys;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Search;

/// <summary>Asks for what to search: a text, or a regular expression after Ctrl+R.</summary>
static class SearchPrompt
{
    /// <param name="restore">Brings back the search before this one.</param>
    public static Prompt For(SearchSession session, KeyMap keys, Action restore)
    {
        var isRegex = false;
        return new Prompt("Search:", "")
        {
            Hint = () => $"Enter keeps it: {keys.Of(Act.SearchNext)} and {keys.Of(Act.SearchPrevious)} lead on   {(isRegex ? "^R as plain text" : "^R as a regular expression")}   Esc leaves",
            AsRegex = prompt =>
            {
                isRegex = !isRegex;
                prompt.Label = isRegex ? "Search by regex:" : "Search:";
            },
            Changed = text => Look(session, text, isRegex),
            Accepted = text =>
            {
                if (text.Length == 0)
                    restore();
                return Look(session, text, isRegex, again: false);
            },
            Cancelled = () =>
            {
                session.Undo();
                restore();
            },
        };
    }

    static PromptError? Look(SearchSession session, string text, bool isRegex, bool again = true)
    {
        var message = "";
        var wanted = text.Length == 0 ? null : isRegex ? SearchPattern.OfRegex(text, out message) : SearchPattern.Of(text);
        if (again)
            session.Look(wanted);
        return message.Length > 0 ? new PromptError(message, -1) : null;
    }
}
