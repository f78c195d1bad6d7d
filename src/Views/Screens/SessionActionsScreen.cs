using CSysdig.Capture.Live;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;
using Terminal.Gui.Input;

namespace CSysdig.Views.Screens;

/// <summary>What can be done about a session. Only one that goes on, on this machine, can be ended.</summary>
sealed class SessionActionsScreen(IScreenHost host, Func<SessionRow?> session) : PickerScreen(host)
{
    const char EndKey = 'E';
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    public override string Title => "Actions";
    public override int Count => 1;
    protected override string Heading => "Action";

    protected override (string Name, string Mark) Entry(int index) => ($"{EndKey}  End the session", "");

    protected override void Describe(int index)
    {
        if (session() is not { } row)
            return;
        Say(SafeText.ToString(SessionLines.NameOf(row)), Style.Heading);
        Say("");
        if (Refusal(row) is { } refusal)
        {
            Say(refusal, Style.Warning);
            return;
        }
        Say($"SIGHUP to {Numbered(row.Alive.Length)}, and SIGKILL after {s_grace.TotalSeconds:0} seconds to those that are left: {string.Join(", ", row.Alive.ToArray())}.");
        Say("");
        Say("Each gets it only where it still is the process that was started then, and not another one with the same id.", Style.Dim);
        Say("What it has hidden to come back by is not undone: the session's transcript has its files.", Style.Dim);
    }

    /// <summary>The action's own letter chooses it.</summary>
    public override bool Press(Key key)
    {
        if (key != new Key(EndKey))
            return false;
        Choose(0);
        return true;
    }

    protected override void Choose(int index)
    {
        if (session() is not { } row)
            return;
        if (Refusal(row) is { } refusal)
        {
            Host.Say(refusal, alarm: true);
            return;
        }
        Host.Ask(new Prompt($"End {SafeText.ToString(SessionLines.NameOf(row))}, {Numbered(row.Alive.Length)}? (yes)", "")
        {
            Hint = () => "yes and Enter ends it   Esc leaves",
            Accepted = text =>
            {
                if (text.Trim() is not ("y" or "yes"))
                    return text.Trim() is "n" or "no" or "" ? null : new PromptError("yes or no?", 0);
                Host.Back();
                Host.Say($"ending {Numbered(row.Alive.Length)} …");
                Task.Run(() => End(Host, SafeText.ToString(SessionLines.NameOf(row)), () => ProcessesOf(Host, session() ?? row)));
                return null;
            },
        });
    }

    string? Refusal(SessionRow row) => !IsLive ? "A capture's processes can't be ended: they ran on another machine, or are long gone."
        : row.Alive.IsEmpty ? "None of its processes runs any more." : null;

    bool IsLive => Host.History.Live is not null;

    /// <summary>The processes with the times at which they were started; those of which that is not known are left alone.</summary>
    static List<(long Pid, ulong Started)> ProcessesOf(IScreenHost host, SessionRow row)
    {
        var (threads, number) = (host.History.State.Threads, host.History.NumberAt(host.History.End - 1));
        return [.. row.Alive.ToArray().Select(pid => (pid, threads.Info(pid, number)?.CloneTimestamp ?? 0))];
    }

    static void End(IScreenHost host, string name, Func<List<(long Pid, ulong Started)>> processes)
    {
        var first = processes();
        var hung = first.Count(p => MachineProcess.Signal(p.Pid, p.Started, MachineProcess.Hangup));
        Thread.Sleep(s_grace);
        // Some may have been started meanwhile.
        var all = first.Union(processes()).ToList();
        var killed = all.Count(p => MachineProcess.Signal(p.Pid, p.Started, MachineProcess.Kill));
        var left = all.Count(p => MachineProcess.IsSame(p.Pid, p.Started));
        host.Tell($"{name}: {Numbered(hung)} told to end{(killed > 0 ? $", {killed:#,0} killed" : "")}{(left > killed ? $"; {left - killed:#,0} could not be ended" : "")}", alarm: left > killed);
    }

    static string Numbered(int count) => count == 1 ? "1 process" : $"{count:#,0} processes";
}
