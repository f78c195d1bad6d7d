using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Fields;

/// <summary>What kind of fd a call makes, as a letter.</summary>
static class FdTypeChar
{
    /// <summary>The letter of the fd that a call would have made, where nothing is known of it; 'o' for other calls.</summary>
    public static byte OfEvent(Event e) => Enter(e) switch
    {
        EventCode.SyscallOpenE or EventCode.SyscallOpenatE when !e.State.ExitOnly => (byte)'f',
        EventCode.SyscallOpenat_2E or EventCode.SyscallOpenat2E or EventCode.SyscallCreatE => (byte)'f',
        EventCode.SocketAccept4E or EventCode.SocketAccept4_5E when !e.State.ExitOnly => (byte)'4',
        EventCode.SocketSocketE or EventCode.SocketAcceptE or EventCode.SocketAccept_5E => (byte)'4',
        EventCode.SyscallPipeE => (byte)'p',
        EventCode.SyscallEventfdE => (byte)'e',
        EventCode.SyscallSignalfdE => (byte)'s',
        EventCode.SyscallTimerfdCreateE => (byte)'t',
        EventCode.SyscallInotifyInitE => (byte)'i',
        _ => e.State.Generation != Generation.EnterExit ? OfLater(Enter(e)) : (byte)'o',
    };

    /// <summary>Calls that only newer tools look at here.</summary>
    static byte OfLater(EventCode enter) => enter switch
    {
        EventCode.SocketAccept4_6E => (byte)'4',
        EventCode.SyscallPipe2E => (byte)'p',
        EventCode.SyscallEventfd2E => (byte)'e',
        EventCode.SyscallSignalfd4E => (byte)'s',
        EventCode.SyscallInotifyInit1E => (byte)'i',
        _ => (byte)'o',
    };

    static EventCode Enter(Event e) => (EventCode)((ushort)e.Code & ~1);
}
