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
    readonly ViewDefinition _view;
    readonly RowValues _values;
    readonly string _row, _key;
    /// <summary>None until the row's values are known.</summary>
    IReadOnlyList<ActionCommand>? _commands;

    /// <param name="filter">The events of the row.</param>
    /// <param name="key">What the view's key is in it.</param>
    public ActionsScreen(IScreenHost host, ViewDefinition view, string filter, string key, string row) : base(host)
    {
        (_view, _key, _row) = (view, key, row);
        _values = new RowValues(host.History, filter, view.Actions);
    }

    public override string Title => "Actions";
    public override int Count => _view.Actions.Count;
    protected override string Heading => "Action";

    protected override (string Name, string Mark) Entry(int index) => ($"{_view.Actions[index].HotKey}  {_view.Actions[index].Description}", "");

    protected override void Describe(int index)
    {
        Say(_row, Style.Heading);
        Say("");
        if (_commands is null)
        {
            Say("looking for what the row's newest event says …", Style.Dim);
            return;
        }
        var command = _commands[index];
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
        for (var i = 0; i < Count; i++)
        {
            if (key != new Key(_view.Actions[i].HotKey))
                continue;
            Position.Select(i);
            Choose(i);
            return true;
        }
        return false;
    }

    public override void Tick()
    {
        if (!_values.Look())
            return;
        _commands = [.. _view.Actions.Select(action => ActionCommand.Make(action, ValueOf))];
        DescribeAgain();
    }

    public override void Close() => _values.Dispose();

    // A process that did nothing has no event; its key is known all the same.
    string? ValueOf(string field) => _values.Of(field) ?? (field == _view.RowKey?.Field ? _key : null);

    protected override void Choose(int index)
    {
        Tick();
        if (_commands is null)
        {
            Host.Say("The row's events are still looked through.", alarm: true);
            return;
        }
        var (action, command) = (_view.Actions[index], _commands[index]);
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
