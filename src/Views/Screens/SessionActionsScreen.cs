using CSysdig.Capture.Live;
using CSysdig.Model;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Saving;
using CSysdig.Views.Text;
using CSysdig.Views.Typing;
using Terminal.Gui.Input;

namespace CSysdig.Views.Screens;

/// <summary>What can be done about a session of this machine. One that is read from a file is not there any more.</summary>
/// <param name="session">It, as it is known now.</param>
sealed class SessionActionsScreen(IScreenHost host, Func<SessionRow?> session) : PickerScreen(host)
{
    /// <param name="Key">Its letter.</param>
    /// <param name="OfFile">Why it does nothing where a capture is read.</param>
    /// <param name="Idle">Why it does nothing with this session, or null.</param>
    sealed record Action(char Key, string Name, string OfFile, Func<SessionRow, string?> Idle, System.Action<SessionActionsScreen, SessionRow> Describe, Func<SessionActionsScreen, SessionRow, Prompt> Ask);

    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    static readonly Action[] s_all =
    [
        new('E', "End the session", "A capture's processes can't be ended: they ran on another machine, or are long gone.",
            row => row.Alive.IsEmpty ? "None of its processes runs any more." : null, (screen, row) => screen.DescribeEnd(row), (screen, row) => screen.AskEnd(row)),
        new('W', "Write to its terminal", "A capture's terminals can't be written to: they were another machine's, or are long gone.",
            row => row.Tty.Length == 0 ? "It has no terminal." : row.Running == 0 ? "None of its processes runs any more." : null, (screen, row) => screen.DescribeWrite(row), (screen, row) => screen.AskWrite(row)),
        new('R', "Record it", "This is a capture already: :save on a screen of the session's events writes one of those.",
            _ => null, (screen, row) => screen.DescribeRecord(row), (screen, row) => screen.AskRecord(row)),
    ];

    public override string Title => "Actions";
    public override int Count => s_all.Length;
    protected override string Heading => "Action";

    protected override (string Name, string Mark) Entry(int index) => ($"{s_all[index].Key}  {s_all[index].Name}", "");

    protected override void Describe(int index)
    {
        if (session() is not { } row)
            return;
        Say(NameOf(row), Style.Heading);
        Say("");
        if (Refusal(s_all[index], row) is { } refusal)
            Say(refusal, Style.Warning);
        else
            s_all[index].Describe(this, row);
    }

    /// <summary>An action's own letter chooses it.</summary>
    public override bool Press(Key key)
    {
        var index = Array.FindIndex(s_all, action => key == new Key(action.Key));
        if (index < 0)
            return false;
        Position.Select(index);
        Choose(index);
        return true;
    }

    protected override void Choose(int index)
    {
        if (session() is not { } row)
            return;
        if (Refusal(s_all[index], row) is { } refusal)
            Host.Say(refusal, alarm: true);
        else
            Host.Ask(s_all[index].Ask(this, row));
    }

    string? Refusal(Action action, SessionRow row) => Host.History.Remote is { } machine ? $"It would be done on this machine, and the session is one of {machine}."
        : Host.History.IsLive ? action.Idle(row) : action.OfFile;

    void DescribeEnd(SessionRow row)
    {
        Say($"SIGHUP to {Numbered(row.Alive.Length)}, and SIGKILL after {s_grace.TotalSeconds:0} seconds to those that are left: {string.Join(", ", row.Alive.ToArray())}.");
        Say("");
        Say("Each gets it only where it still is the process that was started then, and not another one with the same id.", Style.Dim);
        Say("What it has hidden to come back by is not undone: the session's transcript has its files.", Style.Dim);
    }

    Prompt AskEnd(SessionRow row) => new($"End {NameOf(row)}, {Numbered(row.Alive.Length)}? (yes)", "")
    {
        Hint = () => "yes and Enter ends it   Esc leaves",
        Accepted = text =>
        {
            if (text.Trim() is not ("y" or "yes"))
                return text.Trim() is "n" or "no" or "" ? null : new PromptError("yes or no?", 0);
            Host.Back();
            Host.Say($"ending {Numbered(row.Alive.Length)} …");
            Task.Run(() => End(Host, NameOf(row), () => ProcessesOf(Host, session() ?? row)));
            return null;
        },
    };

    void DescribeWrite(SessionRow row)
    {
        Say($"A line that is asked for is shown on /dev/{row.Tty}, as write(1) does it, to whoever sits there.");
        Say("");
        Say("It is written only where one of the session's processes still has that terminal.", Style.Dim);
        Say("Who shall not know that he is watched is better left alone.", Style.Dim);
    }

    Prompt AskWrite(SessionRow row) => new($"To {NameOf(row)} on /dev/{row.Tty}:", "")
    {
        Hint = () => "Enter shows it there   Esc leaves",
        Accepted = text =>
        {
            if (text.Trim().Length == 0)
                return null;
            var now = session() ?? row;
            // Of a program that fills its screen nothing tells where the cursor stands.
            if (MachineTerminal.Write(now.Tty, ProcessesOf(Host, now), [.. "\r\n"u8, .. System.Text.Encoding.UTF8.GetBytes(SafeText.Clean(text)), .. "\r\n"u8]) is { } problem)
                return new PromptError($"/dev/{now.Tty} was not written to: {problem}", -1);
            Host.Back();
            Host.Say($"written to /dev/{now.Tty}");
            return null;
        },
    };

    void DescribeRecord(SessionRow row)
    {
        var since = Math.Max(row.Start, Host.History.FirstTimestamp);
        Say($"What its processes and the login server's for it have done since {Clock.Moment(since, Host.History.LastTimestamp)}, as a capture: in a file whose name is asked for.");
        Say("");
        if (row.Start < Host.History.FirstTimestamp)
            Say("What it did before that is not held any more.", Style.Warning);
        Say("It ends with this moment. :record writes everything that the machine does, and goes on.", Style.Dim);
    }

    Prompt AskRecord(SessionRow row) => new("Record it in the file:", UserPath.Free(Host.Folder, "session", ".scap.zst"))
    {
        Hint = () => "Enter writes a capture: .scap, .scap.gz or .scap.zst   Esc leaves",
        Accepted = file =>
        {
            var pids = row.Pids.ToArray().Concat(row.Alive.ToArray()).Append(row.Leader).Distinct();
            var did = new Selection($"proc.pid in ({string.Join(", ", pids)})") { Range = new TimeRange(row.Start, row.IsOpen ? ulong.MaxValue : row.End) };
            if (SaveCommand.SaveCapture(Host, did, file) is { } error)
                return error;
            Host.Back();
            return null;
        },
    };

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

    static string NameOf(SessionRow row) => SafeText.ToString(SessionLines.NameOf(row));

    static string Numbered(int count) => count == 1 ? "1 process" : $"{count:#,0} processes";
}
