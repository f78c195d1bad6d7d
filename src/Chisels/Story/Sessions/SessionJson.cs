using System.Text.Json;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>Sessions as JSON, one object and line each; times in nanoseconds since the epoch.</summary>
static class SessionJson
{
    public static void Write(Utf8Writer to, SessionReport report)
    {
        foreach (var view in report.Sessions)
            Write(to, view);
    }

    public static void Write(Utf8Writer to, SessionView view)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            WriteSession(writer, view);
        to.Write(json.WrittenSpan);
        to.Write('\n');
    }

    /// <summary>Something of a session that is told when it is done.</summary>
    public static void WriteNote(Utf8Writer to, int session, ulong time, Event e, string what, ReadOnlySpan<byte> text)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var w = new Utf8JsonWriter(json))
        {
            w.WriteStartObject();
            w.WriteNumber("session", session);
            w.WriteNumber("time", time);
            w.WriteNumber("event", e.Number);
            w.WriteNumber("pid", e.Thread?.Pid ?? -1);
            w.WriteString("process", ReportText.Captured(e.Thread?.Comm ?? []));
            w.WriteString("note", what);
            w.WriteString("text", ReportText.Captured(text));
            w.WriteEndObject();
        }
        to.Write(json.WrittenSpan);
        to.Write('\n');
    }

    static void WriteSession(Utf8JsonWriter w, SessionView view)
    {
        var session = view.Session;
        w.WriteStartObject();
        w.WriteNumber("session", view.Number);
        w.WriteString("kind", session.Kind switch { SessionKind.Network => "network", SessionKind.Terminal => "terminal", SessionKind.Switch => "switch", _ => "container" });
        Text(w, "user", session.User);
        w.WriteString("address", view.Address.Length > 0 ? view.Address : null);
        if (session.Login is { Address.Length: > 0 } login)
        {
            w.WriteNumber("port", login.Port);
            w.WriteString("local_address", SessionReport.AddressOf(login.LocalAddress));
            w.WriteNumber("local_port", login.LocalPort);
        }
        w.WriteString("server", session.Login is null ? null : ReportText.Captured(session.Login.Server));
        w.WriteString("container", session.Container is null ? null : ReportText.Captured(session.Container.Name));
        Number(w, "start", session.IsOlder ? 0 : session.Start);
        Number(w, "end", session.End);
        w.WriteBoolean("open", session.End == 0);
        w.WriteBoolean("began_before", session.IsOlder);
        w.WriteString("tty", session.Tty == 0 ? null : TtyName.Of(session.Tty));
        w.WriteNumber("pid", session.Leader);
        w.WriteString("shell", session.Shell is null ? null : ReportText.Captured(session.Shell.Line));
        WriteFailures(w, view);
        Commands(w, "server_commands", session.Login?.OwnCommands ?? []);
        Commands(w, "commands", session.Commands);
        WriteFiles(w, view);
        WriteTraffic(w, view);
        WriteReads(w, session);
        w.WriteStartArray("left_running");
        foreach (var (pid, _) in view.LeftRunning)
            w.WriteNumberValue(pid);
        w.WriteEndArray();
        w.WriteStartObject("left_out");
        w.WriteNumber("commands", session.CommandsLeftOut);
        w.WriteNumber("files", session.FilesLeftOut);
        w.WriteNumber("connections", session.TrafficLeftOut);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    static void WriteFailures(Utf8JsonWriter w, SessionView view)
    {
        w.WriteStartArray("failed_before");
        foreach (var failure in view.Failures)
        {
            w.WriteStartObject();
            w.WriteNumber("time", failure.Time);
            w.WriteNumber("port", failure.Port);
            Text(w, "user", failure.User);
            w.WriteNumber("tries", failure.Tries);
            w.WriteEndObject();
        }
        foreach (var logged in view.Session.Login?.Logged ?? [])
        {
            w.WriteStartObject();
            w.WriteNumber("time", logged.Time);
            Text(w, "user", logged.User);
            w.WriteNumber("tries", 1);
            Text(w, "logged", logged.Text);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    static void Commands(Utf8JsonWriter w, string name, List<Command> commands)
    {
        w.WriteStartArray(name);
        foreach (var command in commands)
        {
            w.WriteStartObject();
            Number(w, "start", command.Time);
            Number(w, "end", command.EndTime);
            w.WriteNumber("pid", command.Pid);
            w.WriteNumber("parent", command.Parent);
            w.WriteNumber("depth", Math.Max(0, command.Depth));
            Text(w, "user", command.User);
            Text(w, "command", command.Line);
            w.WriteString("ended", command.End switch
            {
                CommandEnd.Exited => "exit",
                CommandEnd.Killed => "signal",
                CommandEnd.Running => "running",
                CommandEnd.Replaced => "exec",
                CommandEnd.ChangedDirectory => "builtin",
                _ => "unknown",
            });
            if (command.End == CommandEnd.Exited)
                w.WriteNumber("exit", command.Code);
            else if (command.End == CommandEnd.Killed)
                w.WriteNumber("signal", command.Code);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    static void WriteFiles(Utf8JsonWriter w, SessionView view)
    {
        w.WriteStartArray("files");
        foreach (var file in view.Files)
        {
            w.WriteStartObject();
            w.WriteNumber("time", file.Time);
            Text(w, "path", file.Path);
            w.WriteStartArray("acts");
            foreach (var name in FileLines.Names(file))
                w.WriteStringValue(name);
            w.WriteEndArray();
            w.WriteNumber("bytes", file.Bytes);
            if (file.Other is not null)
                Text(w, "other", file.Other);
            if ((file.Acts & FileActs.ModeChanged) != 0)
                w.WriteString("mode", FileLines.Mode(file));
            w.WriteBoolean("hidden", file.IsHidden);
            w.WriteBoolean("log_wiped", file.IsWipedLog);
            w.WriteNumber("pid", file.Pid);
            Text(w, "process", file.Comm);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    static void WriteTraffic(Utf8JsonWriter w, SessionView view)
    {
        w.WriteStartArray("connections");
        foreach (var traffic in view.Traffic)
            TrafficLines.WriteJson(w, traffic);
        w.WriteEndArray();
    }

    static void WriteReads(Utf8JsonWriter w, Session session)
    {
        w.WriteStartArray("secrets_read");
        foreach (var read in session.Reads)
        {
            w.WriteStartObject();
            w.WriteNumber("time", read.Time);
            Text(w, "path", read.Path);
            w.WriteNumber("errno", read.Error);
            w.WriteNumber("pid", read.Pid);
            Text(w, "process", read.Comm);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    static void Text(Utf8JsonWriter w, string name, byte[] value) => w.WriteString(name, ReportText.Captured(value));

    /// <summary>A time that may be unknown.</summary>
    static void Number(Utf8JsonWriter w, string name, ulong time)
    {
        if (time == 0)
            w.WriteNull(name);
        else
            w.WriteNumber(name, time);
    }
}
