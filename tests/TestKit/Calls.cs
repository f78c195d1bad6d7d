using System.Net;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.TestKit;

/// <summary>System calls as drivers record them: an enter and an exit event, unless the name says otherwise.</summary>
static class Calls
{
    public const long CurrentDirectory = -100;
    public const uint OpenCloseOnExec = 1 << 12, OpenDirectory = 1 << 10;
    /// <summary>The flags of a clone that makes a thread.</summary>
    public const uint AsThread = CloneFlags.Thread | CloneFlags.Files;
    const uint Tcp = 1, Udp = 2, Internet = 2;

    public static ProcessEntry Process(long tid, string name, long parent = 1, long? pid = null, ulong born = 0) => new()
    {
        Tid = tid, Pid = pid ?? tid, Ptid = parent, VTid = tid, VPid = pid ?? tid, FdLimit = 1024,
        Comm = Bytes(name), Exe = Bytes(name), Cwd = "/home/"u8.ToArray(), CloneTimestamp = born,
    };

    public static FdEntry File(long fd, string name) => new() { Fd = fd, Type = FdType.FileV2, Name = Bytes(name), Ino = 7 };

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static ScapBuilder Openat(this ScapBuilder b, long tid, long fd, string name, long directory = CurrentDirectory, uint flags = 0) => b
        .Event(EventCode.SyscallOpenat_2E, tid, I64(directory), Text(name), U32(flags), U32(0))
        .OpenatExit(tid, fd, name, directory, flags);

    public static ScapBuilder OpenatExit(this ScapBuilder b, long tid, long fd, string name, long directory = CurrentDirectory, uint flags = 0) => b
        .Event(EventCode.SyscallOpenat_2X, tid, I64(fd), I64(directory), Text(name), U32(flags), U32(0), U32(0));

    public static ScapBuilder Close(this ScapBuilder b, long tid, long fd, long result = 0) => b.CloseEnter(tid, fd).CloseExit(tid, result);

    public static ScapBuilder CloseEnter(this ScapBuilder b, long tid, long fd) => b.Event(EventCode.SyscallCloseE, tid, I64(fd));

    public static ScapBuilder CloseExit(this ScapBuilder b, long tid, long result = 0) => b.Event(EventCode.SyscallCloseX, tid, I64(result));

    /// <summary>A close of the newest driver: its exit has the fd.</summary>
    public static ScapBuilder ClosesNewest(this ScapBuilder b, long tid, long fd, long result = 0) =>
        b.Event(EventCode.SyscallCloseX, tid, I64(result), I64(fd));

    public static ScapBuilder Read(this ScapBuilder b, long tid, long fd, string data = "x") => b
        .Event(EventCode.SyscallReadE, tid, I64(fd), U32(100))
        .Event(EventCode.SyscallReadX, tid, I64(data.Length), Bytes(data));

    public static ScapBuilder Dup(this ScapBuilder b, long tid, long fd, long result) => b
        .Event(EventCode.SyscallDupE, tid, I64(fd))
        .Event(EventCode.SyscallDupX, tid, I64(result));

    public static ScapBuilder Chdir(this ScapBuilder b, long tid, string path, long result = 0) => b
        .Event(EventCode.SyscallChdirE, tid)
        .Event(EventCode.SyscallChdirX, tid, I64(result), Text(path));

    /// <summary>Any call nothing is done with: an event to look at the state with.</summary>
    public static ScapBuilder Look(this ScapBuilder b, long tid) => b.Event(EventCode.SyscallGetcwdE, tid);

    /// <summary>The same of the newest driver, which has no enter events.</summary>
    public static ScapBuilder LookNewest(this ScapBuilder b, long tid) => b.Event(EventCode.SyscallGetcwdX, tid, I64(1), Text("/"));

    /// <summary>One side of a clone: the exit event as the caller or, with the result 0, as the new thread has it.</summary>
    public static ScapBuilder CloneExit(this ScapBuilder b, long tid, long result, string comm, long pid, long parent, uint flags = 0, string cgroups = "", long? vtid = null) => b
        .Event(EventCode.SyscallClone_20X, tid, I64(result), Text(comm), Text(""), I64(tid), I64(pid), I64(parent), Text(""), I64(1024),
            U64(0), U64(0), U32(100), U32(50), U32(0), Text(comm), Text(cgroups), U32(flags), U32(0), U32(0), I64(vtid ?? tid), I64(vtid ?? pid));

    /// <summary>Both sides of a clone that makes a process, the caller's first.</summary>
    public static ScapBuilder Clone(this ScapBuilder b, long caller, long child, string comm, string cgroups = "") => b
        .Event(EventCode.SyscallClone_20E, caller)
        .CloneExit(caller, child, comm, caller, 1, 0, cgroups)
        .CloneExit(child, 0, comm, child, caller, 0, cgroups);

    public static ScapBuilder Execve(this ScapBuilder b, long tid, string path, string comm, string args = "", string cgroups = "") => b
        .Event(EventCode.SyscallExecve_19E, tid, Text(path))
        .ExecveExit(tid, comm, comm, args, cgroups);

    public static ScapBuilder ExecveExit(this ScapBuilder b, long tid, string exe, string comm, string args = "", string cgroups = "", long parent = 1) => b
        .Event(EventCode.SyscallExecve_19X, tid, I64(0), Text(exe), Text(args), I64(tid), I64(tid), I64(parent), Text(""), U64(1024),
            U64(0), U64(0), U32(100), U32(50), U32(0), Text(comm), Text(cgroups), Text("A=1"), U32(0), I64(tid), U32(0), U32(0));

    public static ScapBuilder Ends(this ScapBuilder b, long tid) =>
        b.Event(EventCode.Procexit_1E, tid, I64(0), I64(0), U8(0), U8(0));

    /// <summary>The processor goes from one thread to another.</summary>
    public static ScapBuilder Switch(this ScapBuilder b, long tid, long next) =>
        b.Event(EventCode.Schedswitch_6E, tid, I64(next), U64(0), U64(0), U32(0), U32(0), U32(0));

    /// <summary>An end as the newest driver tells it, with who inherits the children.</summary>
    public static ScapBuilder EndsNewest(this ScapBuilder b, long tid, long reaper) =>
        b.Event(EventCode.Procexit_1E, tid, I64(0), I64(0), U8(0), U8(0), I64(reaper));

    public static ScapBuilder TcpSocket(this ScapBuilder b, long tid, long fd) => b.Socket(tid, fd, Tcp);

    public static ScapBuilder UdpSocket(this ScapBuilder b, long tid, long fd) => b.Socket(tid, fd, Udp);

    static ScapBuilder Socket(this ScapBuilder b, long tid, long fd, uint type) => b
        .Event(EventCode.SocketSocketE, tid, U32(Internet), U32(type), U32(0))
        .Event(EventCode.SocketSocketX, tid, I64(fd));

    public static ScapBuilder Connect(this ScapBuilder b, long tid, long fd, string from, string to, long result = 0) => b
        .Event(EventCode.SocketConnectE, tid, I64(fd), Address(to))
        .Event(EventCode.SocketConnectX, tid, I64(result), Tuple(from, to));

    public static ScapBuilder Bind(this ScapBuilder b, long tid, long fd, string address) => b
        .Event(EventCode.SocketBindE, tid, I64(fd))
        .Event(EventCode.SocketBindX, tid, I64(0), Address(address));

    public static ScapBuilder Accept(this ScapBuilder b, long tid, long fd, string from, string to) => b
        .Event(EventCode.SocketAccept_5E, tid)
        .Event(EventCode.SocketAccept_5X, tid, I64(fd), Tuple(from, to), U8(0), U32(0), U32(128));

    public static ScapBuilder Sendto(this ScapBuilder b, long tid, long fd, string from, string to) => b
        .Event(EventCode.SocketSendtoE, tid, I64(fd), U32(3), Tuple(from, to))
        .Event(EventCode.SocketSendtoX, tid, I64(3), "abc"u8.ToArray());

    public static ScapBuilder Recvfrom(this ScapBuilder b, long tid, long fd, string from, string to) => b
        .Event(EventCode.SocketRecvfromE, tid, I64(fd), U32(100))
        .Event(EventCode.SocketRecvfromX, tid, I64(3), "abc"u8.ToArray(), Tuple(from, to));

    /// <summary>A socket's two ends, as parameters hold them.</summary>
    public static byte[] Tuple(string from, string to) => [.. Address(from), .. Address(to).AsSpan(1)];

    /// <summary>An address and a port behind the number of their family.</summary>
    public static byte[] Address(string endPoint)
    {
        var parsed = IPEndPoint.Parse(endPoint);
        var bytes = parsed.Address.GetAddressBytes();
        return [(byte)(bytes.Length == 4 ? 2 : 10), .. bytes, .. U16((ushort)parsed.Port)];
    }

    /// <summary>A unix socket's two ends.</summary>
    public static byte[] UnixTuple(ulong from, ulong to, string path) => [1, .. U64(from), .. U64(to), .. Text(path)];
}
