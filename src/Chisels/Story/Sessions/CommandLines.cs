using CSysdig.Chisels.Printing;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>The commands of a session, a line each, in the order in which they began.</summary>
static class CommandLines
{
    const int EndColumns = 8;

    public static void Write(Utf8Writer to, SessionView view, int width)
    {
        var session = view.Session;
        to.Write($"\nCommands ({session.Commands.Count + session.CommandsLeftOut})\n");
        if (session.Commands.Count > 0)
            to.Write("START           TOOK    EXIT  COMMAND\n"u8);
        foreach (var command in session.Commands)
            WriteLine(to, session, command, width);
        if (session.CommandsLeftOut > 0)
            to.Write($"... and {session.CommandsLeftOut} more, for which there is no room\n");
    }

    /// <summary>What the login server ran for itself, to greet the user.</summary>
    public static void WriteServers(Utf8Writer to, SessionView view, int width)
    {
        if (view.Session.Login is not { OwnCommands: { Count: > 0 } own } login)
            return;
        to.Write("\nRun by "u8);
        ReportText.WriteCaptured(to, login.Server, 20);
        to.Write($" itself at login ({own.Count})\n");
        foreach (var command in own)
        {
            ReportText.WriteClock(to, command.Time);
            to.Write("  "u8);
            ReportText.WriteCaptured(to, command.Line, width - 15);
            to.Write('\n');
        }
    }

    static void WriteLine(Utf8Writer to, Session session, Command command, int width)
    {
        const int Before = 12 + 8 + EndColumns + 2;
        if (command.Time == 0)
            to.Write("before      "u8);
        else
            ReportText.WriteClock(to, command.Time);
        var start = to.Length;
        if (command.End is not (CommandEnd.Running or CommandEnd.ChangedDirectory) && command.Time != 0)
            ReportText.WriteSpan(to, command.EndTime - command.Time);
        ReportText.ShiftRight(to, start, 8);
        start = to.Length;
        WriteEnd(to, command);
        ReportText.ShiftRight(to, start, EndColumns);
        to.Write("  "u8);
        var indent = Math.Min(2 * Math.Max(0, command.Depth), 24);
        to.Fill((byte)' ', indent);
        if (!command.User.AsSpan().SequenceEqual(session.User))
        {
            to.Write('(');
            ReportText.WriteCaptured(to, command.User, 20);
            to.Write(") "u8);
        }
        ReportText.WriteCaptured(to, command.Line, Math.Max(Math.Max(40, width - Before - indent), 100 - indent));
        to.Write('\n');
    }

    /// <summary>The exit code, or in a word how else it ended.</summary>
    public static void WriteEnd(Utf8Writer to, Command command)
    {
        switch (command.End)
        {
            case CommandEnd.Exited: to.Write((long)command.Code); break;
            case CommandEnd.Killed: WriteSignal(to, command.Code); break;
            case CommandEnd.Running: to.Write("running"u8); break;
            case CommandEnd.Replaced: to.Write("exec"u8); break;
            case CommandEnd.Unknown: to.Write('?'); break;
            default: break;
        }
    }

    /// <summary>SIGKILL, SIGTERM ...; the number where there is no name.</summary>
    static void WriteSignal(Utf8Writer to, int signal)
    {
        if (SignalNames.Of(signal) is { IsEmpty: false } name)
            to.Write(name);
        else
            to.Write($"sig {signal}");
    }
}
