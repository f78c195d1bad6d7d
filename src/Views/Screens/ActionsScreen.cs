using CSysdig.Model.Views;
using CSysdig.Views.Actions;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;
using Terminal.Gui.Input;

namespace CSysdig.Views.Screens;

/// <summary>Commands about a row: what each would run, word by word, and a question before it does.</summary>
sealed class ActionsScreen : PickerScreen
{
    readonly IReadOnlyList<ViewAction> _actions;
    readonly IReadOnlyList<ActionCommand> _commands;
    readonly string _row;

    /// <param name="valueOf">The value of a field in the row; null when it has none.</param>
    public ActionsScreen(IScreenHost host, ViewDefinition view, Func<string, string?> valueOf, string row) : base(host)
    {
        _row = row;
        _actions = view.Actions;
        _commands = [.. _actions.Select(action => ActionCommand.Make(action, valueOf))];
    }

    public override string Title => "Actions";
    public override int Count => _actions.Count;
    protected override string Heading => "Action";

    protected override (string Name, string Mark) Entry(int index) => ($"{_actions[index].HotKey}  {_actions[index].Description}", "");

    protected override void Describe(int index)
    {
        var command = _commands[index];
        Say(_row, Style.Heading);
        Say("");
        Say(command.ToString(), Style.Path);
        if (Refusal(command) is { } refusal)
            Say($"Can't be run: {refusal}.", Style.Warning);
        if (Host.History.Remote is not null)
            return;
        Say("");
        Say("It runs on this machine, now. The words are handed over as they stand here: no shell reads them.", Style.Dim);
        Say($"The capture tells of {Machine()}, up to {Text.Clock.Local(Host.History.LastTimestamp):yyyy-MM-dd HH:mm:ss}: ids may be others' by now.", Style.Warning);
    }

    /// <summary>A command's own letter chooses it.</summary>
    public override bool Press(Key key)
    {
        for (var i = 0; i < _actions.Count; i++)
        {
            if (key != new Key(_actions[i].HotKey))
                continue;
            Position.Select(i);
            Choose(i);
            return true;
        }
        return false;
    }

    protected override void Choose(int index)
    {
        var (action, command) = (_actions[index], _commands[index]);
        if (Refusal(command) is { } refusal)
        {
            Host.Say($"Can't be run: {refusal}.", alarm: true);
            return;
        }
        Host.Ask(new Prompt($"Run  {command}  on this machine? (yes)", "")
        {
            Hint = () => $"yes and Enter runs it   Esc leaves   the capture is of {Machine()}",
            Accepted = text =>
            {
                if (text.Trim() is not ("y" or "yes"))
                    return text.Trim() is "n" or "no" or "" ? null : new PromptError("yes or no?", 0);
                Host.Back();
                Host.RunOutside(command.Words, action.WaitsForFinish);
                return null;
            },
        });
    }

    string? Refusal(ActionCommand command) => Host.History.Remote is { } machine ? $"it would run on this machine, and the row is of {machine}" : command.Refusal;

    string Machine()
    {
        return Host.History.State.Machine.HostName is { Length: > 0 } name ? $"host {name}" : "another machine";
    }
}
