using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>Parents, ancestors, session and group leaders of the event's process.</summary>
static class AncestorFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.Number("proc.ppid", ParamType.Int64, PrintFormat.Id, "id of the parent process", ParentId, FieldReads.MainThread),
        Define.Number("proc.pvpid", ParamType.Int64, PrintFormat.Id, "id of the parent process in its pid namespace",
            (Event e, out long value) => Of(e.Parent, p => p.VPid, out value), FieldReads.Parent),
        Define.Number("proc.ppid.ts", ParamType.RelTime, PrintFormat.Dec, "when the parent started, in nanoseconds since 1970",
            (Event e, out long value) => Of(e.Parent, p => (long)p.CloneTimestamp, out value), FieldReads.Parent),
        Define.Number("proc.ppid.duration", ParamType.RelTime, PrintFormat.Dec, "nanoseconds since the parent started",
            (Event e, out long value) => ParentAge(e, Ancestry.Of(e, 1), out value)),
        OfParent("proc.pname", "name of the parent process", p => p.Comm),
        OfParent("proc.pcmdline", "command line of the parent process", p => p.CommandLine),
        OfParent("proc.pexe", "first word of the parent's command line", p => p.Exe),
        OfParent("proc.pexepath", "path of the parent's executable file", p => p.ExePath),
        OfAncestor("proc.aname", "name of an ancestor: proc.aname[1] is the parent's; in a filter, without a number, of any", p => p.Comm),
        OfAncestor("proc.aexe", "first word of an ancestor's command line; in a filter, without a number, of any", p => p.Exe),
        OfAncestor("proc.aexepath", "path of an ancestor's executable file; in a filter, without a number, of any", p => p.ExePath),
        OfAncestor("proc.acmdline", "command line of an ancestor; in a filter, without a number, of any", p => p.CommandLine),
        Define.WithArgument("proc.aargs", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgAllowed, ArgumentSyntax.Bracket,
            "arguments of an ancestor; in a filter, without a number, of any", (d, argument) => new AncestorArgumentsField(d, Level(d, argument))),
        Define.WithArgument("proc.aenv", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgAllowed | FieldFlags.NoRhs | FieldFlags.NoTransformer,
            ArgumentSyntax.Bracket, "environment of an ancestor (proc.aenv[2]), or a variable of the nearest that has it (proc.aenv[PATH])",
            (d, argument) => new AncestorEnvironmentField(d, argument)),
        Define.WithArgument("proc.apid", ParamType.Int64, PrintFormat.Id, FieldFlags.ArgAllowed | FieldFlags.NoRhs | FieldFlags.NoTransformer,
            ArgumentSyntax.Bracket, "id of an ancestor: proc.apid[1] is the parent's; in a filter, without a number, of any",
            (d, argument) => new AncestorIdField(d, Level(d, argument))),
        Define.Number("proc.loginshellid", ParamType.Int64, PrintFormat.Id, "id of the eldest shell among the process and its ancestors", LoginShell),
        Define.Text("proc.sname", "name of the session's leader", SessionName),
        OfLeader("proc.sid.exe", "first word of the command line of the session's leader", t => t.Sid, t => t.Exe, isVirtual: true),
        OfLeader("proc.sid.exepath", "path of the executable of the session's leader", t => t.Sid, t => t.ExePath, isVirtual: true),
        OfLeader("proc.vpgid.name", "name of the process group's leader", t => t.VPgid, t => t.Comm, isVirtual: true),
        OfLeader("proc.vpgid.exe", "first word of the command line of the process group's leader", t => t.VPgid, t => t.Exe, isVirtual: true),
        OfLeader("proc.vpgid.exepath", "path of the executable of the process group's leader", t => t.VPgid, t => t.ExePath, isVirtual: true),
        OfLeader("proc.pgid.name", "name of the process group's leader, by host ids", t => t.Pgid, t => t.Comm, isVirtual: false),
        OfLeader("proc.pgid.exe", "first word of the command line of the process group's leader, by host ids", t => t.Pgid, t => t.Exe, isVirtual: false),
        OfLeader("proc.pgid.exepath", "path of the executable of the process group's leader, by host ids", t => t.Pgid, t => t.ExePath, isVirtual: false),
    ];

    /// <summary>libs 0.25.4 counts open fds where it doesn't know when the parent started.</summary>
    static bool ParentAge(Event e, ThreadInfo? parent, out long value)
    {
        if (!e.State.ExitOnly || !e.IsAsMisread || parent is not { CloneTimestamp: 0 })
            return ProcessFields.Age(e, parent, out value);
        return ProcessFields.OpenCount(e, out value);
    }

    static FieldDefinition OfParent(string name, string description, Func<ThreadInfo, byte[]> of) => Define.Text(name, description, (e, _, ref text) =>
    {
        if ((e.State.ExitOnly ? Ancestry.Of(e, 1) : e.Parent) is not { } parent)
            return false;
        text = of(parent);
        return true;
    }, FieldReads.Parent);

    static FieldDefinition OfLeader(string name, string description, Func<ThreadInfo, long> id, Func<ThreadInfo, byte[]> of, bool isVirtual) =>
        Define.Text(name, description, (e, _, ref text) =>
        {
            text = Ancestry.Leader(e, id, isVirtual) is { } leader ? of(leader) : default;
            return e.Thread is not null;
        });

    static FieldDefinition OfAncestor(string name, string description, Func<ThreadInfo, byte[]> of) =>
        Define.WithArgument(name, ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgAllowed | FieldFlags.NoRhs | FieldFlags.NoTransformer,
            ArgumentSyntax.Bracket, description, (d, argument) => new AncestorTextField(d, Level(d, argument), of));

    /// <summary>How far up the argument asks to go; -1 without one.</summary>
    static int Level(FieldDefinition definition, string? argument) => argument is null ? -1
        : int.TryParse(argument, out var level) && level >= 0 ? level
        : throw new FieldException($"{definition.Name}[{argument}] needs the number of an ancestor: 0 is the process itself, 1 its parent");

    static bool Of(ThreadInfo? thread, Func<ThreadInfo, long> of, out long value)
    {
        value = thread is null ? 0 : of(thread);
        return thread is not null;
    }

    static bool ParentId(Event e, out long value) => e.State.ExitOnly
        ? Of(Ancestry.Of(e, 1), p => p.Pid, out value)
        : Of(e.MainThread, m => m.Ptid, out value);

    static bool LoginShell(Event e, out long value)
    {
        value = -1;
        if (e.MainThread is not { } main)
            return false;
        var found = false;
        var walk = new Ancestry(e, main);
        do
        {
            if (!walk.Current.Comm.AsSpan().EndsWith("sh"u8))
                continue;
            found = true;
            value = walk.Current.Pid;
        }
        while (walk.MoveNext());
        return found;
    }

    static bool SessionName(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (e.Thread is not { } thread)
            return false;
        if (e.State.ExitOnly)
        {
            text = Ancestry.Leader(e, t => t.Sid, isVirtual: true)?.Comm;
            return true;
        }
        var leader = e.State.Threads.Info(thread.Sid, e.Number);
        if (leader is null)
        {
            leader = e.MainThread!;
            var walk = new Ancestry(e, leader);
            while (walk.MoveNext() && walk.Current.Sid == thread.Sid)
                leader = walk.Current;
        }
        text = leader.Comm;
        return true;
    }
}
