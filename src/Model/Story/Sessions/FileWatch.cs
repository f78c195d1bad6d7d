using CSysdig.Capture.Events;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Story.Sessions;

/// <summary>Notes what a session did to files.</summary>
public sealed class FileWatch
{
    const int NotPermitted = 1, AccessDenied = 13;

    readonly CallPaths _paths = new();

    /// <summary>The calls of a path alone, and what they do to it.</summary>
    public static FileActs ActOf(EventCode code) => CallKinds.Of(code) switch
    {
        CallKind.Remove => FileActs.Removed,
        CallKind.ChangeMode => FileActs.ModeChanged,
        CallKind.ChangeOwner => FileActs.OwnerChanged,
        CallKind.MakeDirectory => FileActs.DirectoryMade,
        CallKind.Rename => FileActs.RenamedAway,
        CallKind.Link => FileActs.Linked,
        _ => FileActs.None,
    };

    public void Open(Event e, Session session, ThreadInfo thread)
    {
        if (e.ErrorCode != 0 || e.Fd is not { IsFile: true } fd)
        {
            // What is not there was not refused: ssh looks for keys of every kind.
            if (e.ErrorCode is NotPermitted or AccessDenied && NameOf(e) is var name && SecretRead.IsSecret(name))
                session.Add(new SecretRead(e.Timestamp, name.ToArray(), thread.Pid, thread.Comm, e.ErrorCode));
            return;
        }
        var flags = OpenCall.Flags(e);
        if (!OpenCall.Writes(flags))
        {
            // Who asks for passwords looks them up.
            var path = fd.RealPath is { } real && SecretRead.IsSecret(real) ? real : fd.Name;
            if (SecretRead.IsSecret(path) && !Programs.IsSwitcher(thread.Comm) && !Programs.IsLoginServer(thread.Comm))
                session.Add(new SecretRead(e.Timestamp, path, thread.Pid, thread.Comm, 0));
            return;
        }
        if (!IsWatched(fd.Name) || !OpenCall.Creates(flags) && !OpenCall.Empties(flags))
            return;
        if (session.File(fd.Name, e.Timestamp, thread) is { } change)
            change.Did(OpenCall.IsNew(flags) ? FileActs.Created : OpenCall.Empties(flags) ? FileActs.Emptied : FileActs.OpenedToWrite);
    }

    public void Write(Event e, Session session, ThreadInfo thread, FdInfo fd, long count)
    {
        if (count <= 0 || !IsWatched(fd.Name) || session.File(fd.Name, e.Timestamp, thread) is not { } change)
            return;
        change.Did(FileActs.Written);
        change.Bytes += count;
    }

    public void Act(Event e, Session session, ThreadInfo thread, FileActs act)
    {
        if (e.ErrorCode != 0)
            return;
        if (act is FileActs.RenamedAway or FileActs.Linked)
        {
            Both(e, session, thread, act);
            return;
        }
        var path = _paths.First(e);
        if (!IsWatched(path) || session.File(path, e.Timestamp, thread) is not { } change)
            return;
        change.Did(act);
        if (act == FileActs.ModeChanged)
            change.Mode = e.Raw.UInt32(e.Code == SyscallFchmodatX ? 3 : 2);
    }

    void Both(Event e, Session session, ThreadInfo thread, FileActs act)
    {
        var source = _paths.First(e);
        var target = _paths.Second(e);
        if (!IsWatched(target) || source.IsEmpty)
            return;
        if (session.File(target, e.Timestamp, thread) is { } made)
        {
            made.Did(act == FileActs.RenamedAway ? FileActs.RenamedHere : FileActs.Linked);
            made.Other = source.ToArray();
        }
        if (act == FileActs.RenamedAway && session.File(source, e.Timestamp, thread) is { } gone)
        {
            gone.Did(FileActs.RenamedAway);
            gone.Other = target.ToArray();
        }
    }

    /// <summary>The name that a failed call was given.</summary>
    static ReadOnlySpan<byte> NameOf(Event e) => e.Raw.Text(e.Code is SyscallOpenX or SyscallCreatX ? 1 : 2) is { IsEmpty: false } name ? name
        : e.Enter is { } enter ? enter.Text(e.Code is SyscallOpenX or SyscallCreatX ? 0 : 1) : default;

    /// <summary>Devices and most of what the kernel shows as files are no files that anybody looks for later.</summary>
    static bool IsWatched(ReadOnlySpan<byte> path) => !path.IsEmpty && !path.StartsWith("/dev/"u8)
        && (!path.StartsWith("/proc/"u8) || path.StartsWith("/proc/sys/"u8));
}
