using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Sessions;

/// <summary>
/// The TCP connections that a machine's processes made and took, to find the other ends of them on other machines. There is room for so many; of a program and port
/// for a part of that, so that a busy server leaves room for a login.
/// </summary>
public sealed class ConnectionEnds(int most)
{
    const int InProgress = 115, AlikePart = 4;

    readonly GrowingList<ConnectionEnd> _ends = new();
    readonly Dictionary<(int Comm, ushort Port, bool IsServer), int> _alike = [];

    /// <summary>All there is by now. It is for the thread that adds; the answer is for any.</summary>
    public ReadOnlyMemory<ConnectionEnd> SoFar => _ends.SoFar;

    /// <summary>Takes what was open before the first event.</summary>
    internal void Begin(MachineState state, SessionTable sessions)
    {
        // Children have what their parents had open.
        var (clients, servers) = (new HashSet<byte[]>(ByteKey.Comparer), new HashSet<byte[]>(ByteKey.Comparer));
        foreach (var thread in state.Threads.At(0).OrderBy(thread => thread.Tid))
            if (thread.At(0) is { IsMain: true } info)
                foreach (var (_, fd) in thread.Fds.OpenAt(0))
                    if (fd.OpenedAt == 0 && fd.HasRole && (fd.IsServer ? servers : clients).Add(fd.Name))
                        Add(fd, info, fd.IsServer, 0, 0, sessions);
    }

    /// <summary>Takes an end where an event makes one: a connect that has not failed, an accept.</summary>
    internal void Add(Event e, ThreadInfo thread, bool isServer, ulong time, SessionTable sessions)
    {
        if (e.Fd is { } fd && (e.ErrorCode == 0 || !isServer && e.ErrorCode == InProgress))
            Add(fd, thread, isServer, time, e.Number, sessions);
    }

    void Add(FdInfo fd, ThreadInfo thread, bool isServer, ulong time, long number, SessionTable sessions)
    {
        if (!TrafficWatch.IsInternet(fd) || fd.L4Proto is not (L4.Tcp or 0) || fd.SourcePort == 0 || fd.DestinationPort == 0 || fd.Name.Length == 0
            || IsNobodys(fd.SourceIp) || IsNobodys(fd.DestinationIp) || _ends.Count >= most)
            return;
        var alike = (ByteKey.Comparer.GetHashCode(thread.Comm), fd.DestinationPort, isServer);
        if (_alike.GetValueOrDefault(alike) is var known && known >= most / AlikePart)
            return;
        _alike[alike] = known + 1;
        _ends.Add(new(fd.Name, fd.DestinationPort, isServer, time, number, thread.Pid, thread.Comm, SessionTable.UserOf(thread), sessions.Find(thread.Pid)?.Session?.Number ?? 0));
    }

    /// <summary>An address that every machine has, or none.</summary>
    static bool IsNobodys(byte[] ip) => AddressText.IsLoopback(ip) || ip.AsSpan().IndexOfAnyExcept((byte)0) < 0;
}
