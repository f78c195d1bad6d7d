using System.Buffers.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;
using static CSysdig.Capture.Events.EventCode;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>What a process does to others, and to the kernel: reads their memory, takes hold of them, loads code.</summary>
sealed class ProcessRules(FindingBook book, Downloads downloads)
{
    // As libs number the requests.
    const uint PokeText = 5, PokeData = 6, Attach = 11, Seize = 20;
    const uint LoadProgram = 5;
    const int RequestAt = 3, PidAt = 4, PidOfMemoryAt = 1;

    static readonly HashSet<byte[]> s_debuggers = Trades.Names("gdb", "gdbserver", "gcore", "lldb", "lldb-server", "strace", "ltrace", "perf", "rr", "dlv", "criu", "valgrind", "jmap", "jhsdb",
        "py-spy", "rbspy", "dotnet-dump", "dotnet-trace", "createdump", "systemd-coredum", "apport", "abrt", "reptyr");
    static readonly HashSet<byte[]> s_loaders = Trades.Names("bpftrace", "bpftool", "tcpdump", "sysdig", "csysdig", "falco", "ip", "tc", "systemd", "cilium", "cilium-agent", "perf", "tracee", "tetragon");

    readonly Scripts _scripts = new();

    /// <summary>Events of these types are for <see cref="Look"/>.</summary>
    public static bool Cares(EventCode code) => code is SyscallPtraceX or SyscallProcessVmReadvX or SyscallProcessVmWritevX or SyscallBpf_2X;

    /// <summary>A file was opened: the memory of another process is one.</summary>
    public Finding? Opened(Event e, ThreadInfo thread, in Deed deed, ReadOnlySpan<byte> path) =>
        MemoryOf(path, out var pid) && pid != thread.Pid ? Memory(e, thread, deed, pid) : null;

    public void Look(Event e, ThreadInfo thread, in Deed deed)
    {
        if (e.ErrorCode != 0)
            return;
        switch (e.Code)
        {
            case SyscallPtraceX when Request(e) is Attach or Seize or PokeText or PokeData:
                Hold(e, thread, deed, e.Raw.ParamCount > PidAt ? e.Raw.Int64(PidAt) : e.Enter?.Int64(1) ?? 0);
                break;
            case SyscallProcessVmReadvX when e.Raw.Int64(0) > 0 && e.Raw.Int64(PidOfMemoryAt) != thread.Pid:
                Memory(e, thread, deed, e.Raw.Int64(PidOfMemoryAt));
                break;
            case SyscallProcessVmWritevX when e.Raw.Int64(0) > 0 && e.Raw.Int64(PidOfMemoryAt) != thread.Pid:
                Hold(e, thread, deed, e.Raw.Int64(PidOfMemoryAt));
                break;
            case SyscallBpf_2X when e.Raw.Int64(0) >= 0 && e.Raw.UInt32(1) == LoadProgram:
                Loaded(e, thread, deed);
                break;
        }
    }

    static uint Request(Event e) => e.Raw.ParamCount > RequestAt ? e.Raw.UInt16(RequestAt) : e.Enter?.UInt16(0) ?? 0;

    Finding? Memory(Event e, ThreadInfo thread, in Deed deed, long pid) =>
        IsTrade(s_debuggers, e, thread) ? null : book.Note(ReadMemory, deed, NameOf(e, pid), isGrave: true);

    void Hold(Event e, ThreadInfo thread, in Deed deed, long pid)
    {
        // A debugger starts its own children; so do sandboxes.
        if (!IsTrade(s_debuggers, e, thread) && e.State.Threads.Info(pid, e.Number)?.Ptid != thread.Pid)
            book.Note(TookHold, deed, NameOf(e, pid), isGrave: true);
    }

    void Loaded(Event e, ThreadInfo thread, in Deed deed)
    {
        if (IsTrade(s_loaders, e, thread) || Trades.StartsOthers(thread.Comm))
            return;
        var program = _scripts.Program(thread);
        book.Note(LoadedBpf, deed, thread.ExeLine, isGrave: Places.IsTemporary(program) || !Places.Hidden(program).IsEmpty || downloads.Of(program) is not null);
    }

    static bool IsTrade(HashSet<byte[]> names, Event e, ThreadInfo thread) => Trades.Contains(names, thread.Comm) && Trades.IsInstalled(thread.ExePath) || Trades.IsUpkeep(e, thread);

    static byte[] NameOf(Event e, long pid)
    {
        var text = new Utf8Writer(32);
        if (e.State.Threads.Info(pid, e.Number) is { } other)
            text.Write(other.Comm);
        text.Write($" ({pid})");
        return text.Written.TrimStart((byte)' ').ToArray();
    }

    // /proc/123/mem
    static bool MemoryOf(ReadOnlySpan<byte> path, out long pid)
    {
        pid = 0;
        return path.StartsWith("/proc/"u8) && path.EndsWith("/mem"u8) && Utf8Parser.TryParse(path[6..], out pid, out var length) && path[(6 + length)..].SequenceEqual("/mem"u8);
    }
}
