using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Views.Hosting;
using CSysdig.Views.Screens;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Commands;

/// <summary>What was done in one session: the selected one, or that of a user or address, as spy_sessions takes them.</summary>
static class TranscriptCommand
{
    public static PromptError? Run(IScreenHost host, Screen screen, string who)
    {
        who = who.Trim();
        if (who.Length == 0)
        {
            if (screen is not IAboutSession { Session: { } selected })
                return new PromptError("of whose session: a user or an address", -1);
            return Open(host, selected);
        }
        var theirs = host.Story.Sessions.Rows.Where(row => NamesOf(row).Contains(who)).ToList();
        if (theirs.Count == 0)
            return new PromptError(host.Story.Completion.IsCompleted ? $"{who} has had no session" : $"no session of {who} has been met so far", -1);
        Open(host, theirs[^1]);
        if (theirs.Count > 1)
            host.Say($"the newest of {theirs.Count:#,0} sessions of {who}; :sessions lists all");
        return null;
    }

    /// <summary>Whom there are sessions of.</summary>
    public static IReadOnlyList<string> Words(IScreenHost host, string begun) =>
        [.. host.Story.Sessions.Rows.SelectMany(NamesOf).Distinct().Where(name => name.StartsWith(begun, StringComparison.Ordinal) && name.Length > begun.Length).Order(StringComparer.Ordinal).Take(20)];

    static PromptError? Open(IScreenHost host, SessionRow session)
    {
        host.Open(new TranscriptScreen(host, session));
        return null;
    }

    static IEnumerable<string> NamesOf(SessionRow row) => new[] { row.User, row.From }.Where(name => name.Length > 0).Select(name => SafeText.ToString(name));
}
