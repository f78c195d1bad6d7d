using CSysdig.Views.Catalog;
using CSysdig.Views.Screens;

namespace CSysdig.Views.Commands;

/// <summary>Asks for a command: a name from the table, or the id or name of a view. Tab completes both, and arguments.</summary>
static class Palette
{
    const int MostCandidates = 14;

    public static Prompt For(IScreenHost host, Screen screen) => new(":", "")
    {
        Hint = () => "Enter carries it out   Tab completes   Esc leaves   such as: connections   by fd.sip   at 06:13:20   save view.csv",
        Changed = text => Judge(host, screen, text),
        Completion = (text, cursor) => Complete(host, screen, text[..cursor]),
        Accepted = text => Run(host, screen, text),
    };

    static PromptError? Run(IScreenHost host, Screen screen, string text)
    {
        var (name, argument) = Split(text);
        if (name.Length == 0)
            return null;
        // The question is answered: what the command opens, or asks in turn, comes in its place.
        if (Find(screen, name) is { } command)
            return command.Run(host, screen, argument);
        if (FindView(host, screen, text) is not { } view)
            return new PromptError($"there is no command or view {text.Trim()} here", 0);
        host.Replace(Ways.Open(host, view, screen.Selection!));
        return null;
    }

    static PromptError? Judge(IScreenHost host, Screen screen, string text)
    {
        var (name, argument) = Split(text);
        if (Find(screen, name) is { } command)
            return new PromptError(argument.Length == 0 && command.Argument.Length > 0 ? $"{command.Argument}: {command.Description}" : command.Description, -1);
        return FindView(host, screen, text) is { } view ? new PromptError(view.Name + ". " + view.Description, -1) : null;
    }

    static (int Start, IReadOnlyList<string> Words) Complete(IScreenHost host, Screen screen, string text)
    {
        var (name, argument) = Split(text);
        if (text.TrimStart().Contains(' ') && Find(screen, name) is { } command)
            return (text.Length - argument.Length, command.Words(argument));
        var wanted = text.TrimStart();
        var words = Commands(screen).Select(c => c.Name).Concat(Views(host, screen).Select(v => v.Id))
            .Where(word => word.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && word.Length > wanted.Length);
        return (text.Length - wanted.Length, [.. words.Take(MostCandidates)]);
    }

    static (string Name, string Argument) Split(string text)
    {
        text = text.TrimStart();
        var space = text.IndexOf(' ');
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..].TrimStart());
    }

    static IEnumerable<Command> Commands(Screen screen) => CommandTable.All.Where(c => !c.NeedsSelection || screen.Selection is not null);

    static Command? Find(Screen screen, string name) => Commands(screen).FirstOrDefault(c => c.Name == name);

    static IEnumerable<ViewDefinition> Views(IScreenHost host, Screen screen) =>
        screen.Selection is { } selection ? Offered.For(selection, host.Containers) : [];

    static ViewDefinition? FindView(IScreenHost host, Screen screen, string text) => Views(host, screen).FirstOrDefault(v =>
        v.Id.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase) || v.Name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
}
