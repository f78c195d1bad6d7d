using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>Captures of somebody who logs in and does something, and what is found in them.</summary>
static class Intrusion
{
    /// <summary>The flags of a file that is opened to be written to, that may be new, and one that is emptied.</summary>
    public const uint ToWrite = 1 << 1 | 1 << 2, ToEmpty = ToWrite | 1 << 8;

    /// <summary>What the story finds, a JSON object each; nothing where it is calm.</summary>
    public static List<JsonElement> Findings(string json) =>
        json.StartsWith('{') ? [.. json.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement)] : [];

    public static List<JsonElement> Findings(ScapBuilder capture) => Findings(StoryRun.On(capture, "story", json: true));

    public static string Kind(JsonElement finding) => finding.GetProperty("kind").GetString()!;

    public static string What(JsonElement finding) => finding.GetProperty("what").GetString()!;

    /// <summary>The one finding of a kind.</summary>
    public static JsonElement Only(ScapBuilder capture, string kind) => Findings(capture).Single(f => Kind(f) == kind);

    /// <summary>A deed that brings all others of the session to light.</summary>
    public static ScapBuilder BringToLight(this ScapBuilder b)
    {
        Removes(b, 102, "/var/log/wtmp");
        return b;
    }

    public static ScapBuilder Write(this ScapBuilder b, long tid, long fd, string data) => b
        .Event(EventCode.SyscallWriteE, tid, I64(fd), U32((uint)data.Length))
        .Event(EventCode.SyscallWriteX, tid, I64(data.Length), Calls.Bytes(data));

    public static ScapBuilder Rename(this ScapBuilder b, long tid, string from, string to) => b
        .Event(EventCode.SyscallRenameE, tid).Event(EventCode.SyscallRenameX, tid, I64(0), Text(from), Text(to));

    public static ScapBuilder Mkdir(this ScapBuilder b, long tid, string path) => b
        .Event(EventCode.SyscallMkdir_2E, tid, U32(0x1ed)).Event(EventCode.SyscallMkdir_2X, tid, I64(0), Text(path));

    /// <summary>A shell, 102, of somebody who came through sshd.</summary>
    public static ScapBuilder Session()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"))
            .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:22").Clone(100, 101, "sshd").Clone(101, 102, "sshd");
        return capture.Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, I64(102)).Execve(102, "/bin/bash", "bash");
    }

    public static ScapBuilder Command(ScapBuilder b, long pid, string path, string comm, string args = "") => b.Clone(102, pid, "bash").Execve(pid, path, comm, args);

    public static void Writes(ScapBuilder b, long pid, string path) => b.Openat(pid, 3, path, flags: 1 << 1 | 1 << 2).Close(pid, 3);

    public static void Fetches(ScapBuilder b, long pid, string path)
    {
        const uint NewForWriting = 1 << 1 | 1 << 2 | 1 << 5;
        b.TcpSocket(pid, 3).Connect(pid, 3, "198.51.100.20:4000", "198.51.100.9:80").Read(pid, 3, "HTTP/1.1 200 OK")
            .Openat(pid, 4, path, flags: NewForWriting)
            .Event(EventCode.SyscallWriteE, pid, I64(4), U32(4)).Event(EventCode.SyscallWriteX, pid, I64(4), Calls.Bytes("#!/x"));
    }

    public static void Removes(ScapBuilder b, long pid, string path) => b.Event(EventCode.SyscallUnlink_2E, pid).Event(EventCode.SyscallUnlink_2X, pid, I64(0), Text(path));
}
