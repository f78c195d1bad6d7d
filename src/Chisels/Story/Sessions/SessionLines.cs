using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>One session as lines: who and from where, what stands out, then commands, files and connections in order.</summary>
static class SessionLines
{
    public static void Write(Utf8Writer to, SessionView view, int width)
    {
        WriteTitle(to, view, width);
        WriteNotes(to, view, width);
        CommandLines.Write(to, view, width);
        FileLines.Write(to, view, width);
        TrafficLines.Write(to, view, width);
        CommandLines.WriteServers(to, view, width);
    }

    /// <summary>One that has begun: who, and what went before.</summary>
    public static void WriteBegin(Utf8Writer to, SessionView view, int width)
    {
        WriteName(to, view, width);
        WriteNotes(to, view, width);
    }

    static void WriteTitle(Utf8Writer to, SessionView view, int width)
    {
        var session = view.Session;
        WriteName(to, view, width);
        if (session.IsOlder)
            to.Write("since before the capture"u8);
        else
        {
            TimeText.WriteDate(to, session.Start);
            ReportText.WriteClock(to, session.Start);
            TimeText.WriteOffset(to, session.Start);
        }
        if (session.End == 0)
            to.Write(", still open at the end of the capture"u8);
        else
        {
            to.Write(" to "u8);
            ReportText.WriteClock(to, session.End);
            TimeText.WriteOffset(to, session.End);
            to.Write(", "u8);
            ReportText.WriteSpan(to, session.End - session.Start);
        }
        if (session.Tty != 0)
            to.Write(", " + TtyName.Of(session.Tty));
        to.Write($", pid {session.Leader}");
        if (session.Shell is { } shell)
        {
            to.Write(", shell "u8);
            ReportText.WriteCaptured(to, shell.Line, 40);
            if (shell.End is CommandEnd.Exited or CommandEnd.Killed)
            {
                to.Write(shell.End == CommandEnd.Exited ? ", exit "u8 : ", ended by "u8);
                CommandLines.WriteEnd(to, shell);
            }
        }
        to.Write('\n');
    }

    static void WriteName(Utf8Writer to, SessionView view, int width)
    {
        var session = view.Session;
        var start = to.Length;
        to.Write($"=== Session {view.Number}: ");
        ReportText.WriteCaptured(to, session.User, 40);
        WriteOrigin(to, view);
        to.Write(' ');
        to.Fill((byte)'=', Math.Min(width, 100) - ReportText.Columns(to, start));
        to.Write('\n');
    }

    static void WriteOrigin(Utf8Writer to, SessionView view)
    {
        var session = view.Session;
        if (session.Login is { } login)
        {
            if (view.Address.Length > 0)
                to.Write($" from {view.Address} port {login.Port}");
            to.Write(" by "u8);
            ReportText.WriteCaptured(to, login.Server, 20);
        }
        else if (session.Kind == SessionKind.Switch)
            to.Write(" by su, sudo or the like"u8);
        else if (session.Kind == SessionKind.Terminal)
            to.Write(" at " + TtyName.Of(session.Tty));
        if (session.Container is { } container)
        {
            to.Write(" in container "u8);
            ReportText.WriteCaptured(to, container.Name.Length > 0 ? container.Name : container.Id, 40);
        }
    }

    /// <summary>What a tired reader must not miss.</summary>
    static void WriteNotes(Utf8Writer to, SessionView view, int width)
    {
        var session = view.Session;
        if (view.Tries > 0)
        {
            to.Write($" ! {view.Tries} failed login{(view.Tries == 1 ? "" : "s")} from this address before: ");
            SessionText.WriteUsers(to, view.TriedUsers);
            if (view.Failures.Count > 0)
            {
                to.Write(", "u8);
                TimeText.WriteClock(to, view.Failures.Min(f => f.Time), nanoseconds: false);
                to.Write(" to "u8);
                TimeText.WriteClock(to, view.Failures.Max(f => f.Time), nanoseconds: false);
            }
            to.Write('\n');
        }
        WritePaths(to, "logs wiped", view.WipedLogs.Select(f => f.Path), width);
        foreach (var flood in view.Floods)
        {
            to.Write(" ! flood: "u8);
            ReportText.WriteCaptured(to, flood.Name, 90);
            to.Write(", "u8);
            ReportText.WriteCount(to, flood.CallsOut);
            to.Write(flood.Protocol == 3 ? " datagrams, "u8 : " calls, "u8);
            Amounts.WriteBytes(to, flood.BytesOut);
            to.Write(" in "u8);
            ReportText.WriteSpan(to, flood.Last - flood.Time);
            to.Write(" by "u8);
            ReportText.WriteCaptured(to, flood.Comm, 20);
            to.Write($" {flood.Pid}\n");
        }
        foreach (var read in session.Reads)
        {
            to.Write(read.Error == 0 ? " ! secrets: "u8 : " ! secrets, refused: "u8);
            ReportText.WriteCaptured(to, read.Path, 80);
            to.Write(read.Error == 0 ? " read by "u8 : " not opened by "u8);
            ReportText.WriteCaptured(to, read.Comm, 20);
            to.Write($" {read.Pid} at ");
            TimeText.WriteClock(to, read.Time, nanoseconds: false);
            to.Write('\n');
        }
        WritePaths(to, "ways back in, or started by itself", view.Files.Where(f => f.OpensDoors).Select(f => f.Path), width);
        WriteHidden(to, view, width);
        foreach (var (pid, command) in view.LeftRunning.Take(10))
        {
            to.Write($" ! left running: pid {pid}, ");
            ReportText.WriteCaptured(to, command.Line, Math.Max(30, width - 40));
            to.Write('\n');
        }
        if (view.LeftRunning.Count > 10)
            to.Write($" ! and {view.LeftRunning.Count - 10} more left running\n");
    }

    /// <summary>Hidden files and folders; of what lies in a hidden folder only how many.</summary>
    static void WriteHidden(Utf8Writer to, SessionView view, int width)
    {
        var groups = view.HiddenFiles.GroupBy(f => f.HiddenPart.ToArray(), ByteKey.Comparer);
        WritePaths(to, "hidden", groups.Select(g =>
            g.Count() == 1 && g.First().HiddenPart.Length == g.Key.Length && g.First().Path.Length == g.Key.Length ? g.Key
                : (byte[])[.. g.Key, .. System.Text.Encoding.ASCII.GetBytes($" ({g.Count(f => f.Path.Length > g.Key.Length)} in it)")]), width);
    }

    static void WritePaths(Utf8Writer to, string what, IEnumerable<byte[]> paths, int width)
    {
        const int Most = 10;
        var all = paths.ToList();
        if (all.Count == 0)
            return;
        to.Write($" ! {what}: ");
        for (var i = 0; i < Math.Min(all.Count, Most); i++)
        {
            if (i > 0)
                to.Write(", "u8);
            ReportText.WriteCaptured(to, all[i], width);
        }
        to.Write(all.Count > Most ? $", {all.Count - Most} more below\n" : "\n");
    }
}
