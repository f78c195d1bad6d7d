using System.Text;
using CSysdig.Capture.Events;

namespace CSysdig.Model.Formats;

/// <summary>The name of an event as evt.type shows it: that of the system call where the event carries one.</summary>
public static class EventName
{
    static readonly byte[][] s_syscalls = Build();

    public static ReadOnlySpan<byte> Of(Event e)
    {
        var raw = e.Raw;
        switch (raw.Code)
        {
            case EventCode.GenericE or EventCode.GenericX:
                return OfSyscall(raw, e.State.ExitOnly);
            case EventCode.AsynceventE when e.State.ExitOnly:
                return raw.Text(1);
            default:
                return Dialect.Of(e.State).Name(raw.Code);
        }
    }

    /// <summary>The name of a system call code as a generic event carries it; empty when there is none.</summary>
    public static ReadOnlySpan<byte> OfSyscall(int code) => (uint)code < (uint)s_syscalls.Length ? s_syscalls[code] : default;

    static ReadOnlySpan<byte> OfSyscall(RawEvent raw, bool exitOnly)
    {
        int code = raw.UInt16(0);
        // A driver that did not know the call says 0, and beside it the machine's own number.
        if (exitOnly && code == 0 && raw.Param(1).Length == 2 && Syscalls.FromX8664(raw.UInt16(1)) is { } known)
            code = known;
        return OfSyscall(code);
    }

    static byte[][] Build()
    {
        var names = new byte[Syscalls.All.Keys.Max() + 1][];
        Array.Fill(names, []);
        foreach (var (code, name) in Syscalls.All)
            names[code] = Encoding.ASCII.GetBytes(name);
        return names;
    }
}
