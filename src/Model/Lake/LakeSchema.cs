using static CSysdig.Model.Lake.LakeType;

namespace CSysdig.Model.Lake;

/// <summary>The tables of the lake, column by column; docs/lake.md has them from here.</summary>
public static class LakeSchema
{
    public const string Name = "csysdig-lake";
    /// <summary>It changes when a column goes, or means something else; one that is added changes nothing.</summary>
    public const int Version = 1;
    public const int Buckets = 64;
    public const string PayloadOption = "--payload", EnvironmentOption = "--environment";

    static readonly LakeColumn s_capture = new("capture", Utf8, null, "key of the capture: the first 16 digits of its SHA-256");
    internal static LakeColumn Host { get; } = new("host", Utf8, "evt.hostname", "name of the machine");
    static readonly LakeColumn s_process = new("process_id", Number, null, "id of the process, over hosts and pids that are used again", Bloom: true);
    static readonly LakeColumn s_flow = new("flow_id", Number, null, "id of the row in flows", Bloom: true);

    /// <summary>Who did it: what a thread's state alone decides.</summary>
    internal static LakeColumn[] Who { get; } =
    [
        s_process,
        new("pid", Number, "proc.pid", "id of the process on its machine", Bloom: true),
        new("tid", Number, "thread.tid", "id of the thread"),
        new("name", Utf8, "proc.name", "name of the process"),
        new("exe", Utf8, "proc.exe", "first word of the command line", Bloom: true),
        new("exepath", Utf8, "proc.exepath", "path of the executable file", Bloom: true),
        new("uid", Number, "user.uid", "id of the user"),
        new("user_name", Utf8, "user.name", "name of the user"),
        new("container_id", Utf8, "container.id", "id of the container, or host"),
        new("container", Utf8, "container.name", "name of the container, or host"),
    ];

    public static LakeTableDefinition Captures { get; } = new("captures", "One row a capture, written last: without it the capture is not all there.",
    [
        s_capture, Host,
        new("time", Time, null, "when its first event happened"),
        new("last_time", Time, null, "when its last event happened"),
        new("sha256", Utf8, null, "SHA-256 of the file, in hexadecimal; none of a machine, a pipe or a folder"),
        new("file", Utf8, null, "the file as it was named, or live"),
        new("size", Number, null, "bytes of the file"),
        new("boot", Time, null, "when the machine was started; none in older captures"),
        new("cpus", Number, null, "processors of the machine"),
        new("memory", Number, null, "memory of the machine, in bytes"),
        new("events", Number, null, "events that were read, of all kinds"),
        new("exported", Number, null, "rows of the table events"),
        new("lost", Number, null, "events that the recorder says were lost"),
        new("problem", Utf8, null, "what could not be read, in a sentence; none where all could"),
        new("is_complete", Flag, null, "false where a limit, a filter or Ctrl-C left something out, or something could not be read"),
        new("filter", Utf8, null, "the filter that chose the events, or none"),
        new("writer", Utf8, null, "program and version that wrote the rows"),
    ]);

    public static LakeTableDefinition Events { get; } = new("events", "One row an exit event: what a call did, by whom, to what.",
    [
        s_capture, Host,
        new("event", Sequence, "evt.num", "number of the event in its capture: csysdig FILE --at EVENT opens it there"),
        new("time", Time, "evt.rawtime", "when the call ended"),
        new("type", Utf8, "evt.type", "name of the call"),
        new("category", Utf8, "evt.category", "what it deals with"),
        .. Who,
        new("fd", Number, "fd.num", "number of the fd"),
        new("fd_type", Utf8, "fd.type", "kind of the fd"),
        new("fd_name", Utf8, "fd.name", "path of the file, addresses of the connection", Bloom: true),
        s_flow,
        new("path", Utf8, "fs.path.name", "path that the call was given, where it was given one", Bloom: true),
        new("io", Utf8, "evt.io_dir", "read or write, for calls that move bytes"),
        new("bytes", Number, "evt.buflen", "how many bytes were moved, by calls that have io"),
        new("result", Number, "evt.rawres", "what the call returned, a negative errno where it failed"),
        new("error", Utf8, "evt.res", "SUCCESS, or the name of the error"),
        new("latency", Sequence, "evt.latency", "nanoseconds from the call to its return"),
        new("payload", LakeType.Bytes, "evt.buffer", "the first bytes that were moved", Option: PayloadOption),
    ]);

    public static LakeTableDefinition Flows { get; } = new("flows", "One row an opened fd of a process: what went through it.",
    [
        s_capture, Host,
        new("event", Sequence, null, "number of the first event that was about it"),
        new("time", Time, null, "when the last event about it happened"),
        new("first_time", Time, null, "when the first event about it happened"),
        s_flow,
        .. Who.Where(c => c.Name != "tid"),
        new("fd", Number, "fd.num", "number of the fd"),
        new("opened", Sequence, null, "number of the event that opened it, 0 where it was open before the capture"),
        new("fd_type", Utf8, "fd.type", "kind of the fd"),
        new("fd_name", Utf8, "fd.name", "path of the file, addresses of the connection", Bloom: true),
        new("l4proto", Utf8, "fd.l4proto", "protocol of the connection"),
        new("client_ip", Utf8, "fd.cip", "address of the client", Bloom: true),
        new("client_port", Number, "fd.cport", "port of the client"),
        new("server_ip", Utf8, "fd.sip", "address of the server", Bloom: true),
        new("server_port", Number, "fd.sport", "port of the server"),
        new("is_server", Flag, "fd.is_server", "true where this machine is the server"),
        new("events", Number, null, "exit events about it"),
        new("reads", Number, null, "calls that read from it"),
        new("writes", Number, null, "calls that wrote to it"),
        new("bytes_in", Number, null, "bytes that were read"),
        new("bytes_out", Number, null, "bytes that were written"),
        new("errors", Number, null, "calls that failed"),
    ]);

    public static LakeTableDefinition Processes { get; } = new("processes", "One row a version of a process: what is known of it from this event on.",
    [
        s_capture, Host,
        new("event", Number, null, "number of the event, 0 for what was there before the first"),
        new("time", Time, null, "when it happened"),
        new("change", Utf8, null, "there (before the capture), start, exec, identity (user, session, container or name) or exit"),
        s_process,
        new("parent_id", Number, null, "process_id of the parent", Bloom: true),
        new("pid", Number, "proc.pid", "id of the process on its machine", Bloom: true),
        new("ppid", Number, "proc.ppid", "id of the parent process"),
        new("vpid", Number, "proc.vpid", "id of the process in its container"),
        new("sid", Number, "proc.sid", "id of the session"),
        new("started", Time, "proc.pid.ts", "when it was started; none where that is not known"),
        new("name", Utf8, "proc.name", "name of the process"),
        new("exe", Utf8, "proc.exe", "first word of the command line", Bloom: true),
        new("exepath", Utf8, "proc.exepath", "path of the executable file", Bloom: true),
        new("cmdline", Utf8, "proc.cmdline", "name and arguments"),
        new("cwd", Utf8, "proc.cwd", "current directory"),
        new("tty", Number, "proc.tty", "device number of the terminal, 0 without one"),
        new("uid", Number, "user.uid", "id of the user"),
        new("user_name", Utf8, "user.name", "name of the user"),
        new("gid", Number, "group.gid", "id of the group"),
        new("login_uid", Number, "user.loginuid", "id of the user who logged in, -1 when nobody did"),
        new("login_user_name", Utf8, "user.loginname", "name of the user who logged in"),
        new("container_id", Utf8, "container.id", "id of the container, or host"),
        new("container", Utf8, "container.name", "name of the container, or host"),
        new("image", Utf8, "container.image", "image of the container"),
        new("is_exe_writable", Flag, "proc.is_exe_writable", "the executable may be written by the process's user"),
        new("is_exe_upper_layer", Flag, "proc.is_exe_upper_layer", "the executable is not of the container's image"),
        new("is_exe_from_memfd", Flag, "proc.is_exe_from_memfd", "the executable is a file in memory"),
        new("exit_status", Number, "evt.rawarg.status", "of an exit: how it ended, as wait(2) tells it"),
        new("environment", Utf8, "proc.env", "environment", Option: EnvironmentOption),
    ]);

    public static LakeTableDefinition Findings { get; } = new("findings", "One row a finding of the story: docs/story.md.",
    [
        s_capture, Host,
        new("event", Number, null, "number of the event that was the first evidence"),
        new("time", Time, null, "when the first evidence was seen"),
        new("last_time", Time, null, "when the last was"),
        new("occurrences", Number, null, "how often"),
        new("kind", Utf8, null, "kind of the finding"),
        new("technique", Utf8, null, "id of MITRE ATT&CK"),
        new("is_grave", Flag, null, "no ordinary work looks like this"),
        new("what", Utf8, null, "the finding as a line"),
        new("who", Utf8, null, "user or service that it is told of; empty for the machine"),
        new("origin", Utf8, null, "address or terminal from which the session came"),
        s_process,
        new("pid", Number, null, "id of the first process"),
        new("name", Utf8, null, "name of the first process"),
        new("container", Utf8, null, "its container; empty for the host"),
        new("filter", Utf8, null, "finds the evidence, from its first event on"),
    ]);

    public static IReadOnlyList<LakeTableDefinition> Tables { get; } = [Captures, Events, Flows, Processes, Findings];
}
