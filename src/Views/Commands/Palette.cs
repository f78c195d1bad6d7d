using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Screens;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Commands;

/// <summary>Asks for a command: a name from the table, or the id or name of a view; a unique beginning will do. Tab completes both, and arguments.</summary>
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
        var meant = Meant(host, screen, text);
        if (meant.Count > 1)
            return new PromptError($"{text.Trim()} may be {string.Join(", ", meant.Take(MostCandidates).Select(one => one.Name))}", 0);
        if (meant is not [var (_, command, view)])
            return new PromptError($"there is no command or view {text.Trim()} here", 0);
        // The question is answered: what the command opens, or asks in turn, comes in its place.
        if (command is { IsOfOne: true } && host.Fleet is not null)
            return new PromptError($"{name} is of one capture: {screen.Keys.Of(Act.Open)} on a row goes into its host", -1);
        if (command is not null)
            return command.Run(host, screen, argument);
        host.Replace(Ways.Open(host, view!, screen.Selection!));
        return null;
    }

    static PromptError? Judge(IScreenHost host, Screen screen, string text)
    {
        if (Meant(host, screen, text) is not [var (_, command, view)])
            return null;
        if (command is null)
            return new PromptError(view!.Name + ". " + view.Description, -1);
        return new PromptError(Split(text).Argument.Length == 0 && command.Argument.Length > 0 ? $"{command.Argument}: {command.Description}" : command.Description, -1);
    }

    // What is called so; else what begins so. A command that writes over files is only meant by its whole name.
    static IReadOnlyList<(string Name, Command? Command, ViewDefinition? View)> Meant(IScreenHost host, Screen screen, string text)
    {
        var (name, _) = Split(text);
        if (name.Length == 0)
            return [];
        if (Find(screen, name) is { } command)
            return [(name, command, null)];
        var views = Views(host, screen);
        if (views.FirstOrDefault(view => IsCalled(view, called => called.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))) is { } exact)
            return [(exact.Id, null, exact)];
        return
        [
            .. Commands(screen).Where(c => c.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) && !c.Name.EndsWith('!')).Select(c => (c.Name, (Command?)c, (ViewDefinition?)null)),
            .. views.Where(view => IsCalled(view, called => called.StartsWith(text.Trim(), StringComparison.OrdinalIgnoreCase))).Select(view => (view.Id, (Command?)null, (ViewDefinition?)view)),
        ];
    }

    static bool IsCalled(ViewDefinition view, Func<string, bool> so) => so(view.Id) || so(view.Name);

    static (int Start, IReadOnlyList<string> Words) Complete(IScreenHost host, Screen screen, string text)
    {
        var (name, argument) = Split(text);
        if (text.TrimStart().Contains(' ') && Find(screen, name) is { } command)
            return (text.Length - argument.Length, command.Words(host, argument));
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
        screen.Selection is { } selection ? Offered.For(selection, host.Containers).Where(view => host.Fleet is null || view.Kind == ViewKind.Table) : [];
}
