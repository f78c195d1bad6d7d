using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>What kind of fd a call makes, as a letter.</summary>
static class FdTypeChar
{
    /// <summary>The letter of the fd that a call would have made, where nothing is known of it; 'o' for other calls.</summary>
    public static byte OfEvent(RawEvent e) => (EventCode)((ushort)e.Code & ~1) switch
    {
        EventCode.SyscallOpenE or EventCode.SyscallOpenatE or EventCode.SyscallOpenat_2E or EventCode.SyscallOpenat2E
            or EventCode.SyscallCreatE => (byte)'f',
        EventCode.SocketSocketE or EventCode.SocketAcceptE or EventCode.SocketAccept_5E or EventCode.SocketAccept4E
            or EventCode.SocketAccept4_5E => (byte)'4',
        EventCode.SyscallPipeE => (byte)'p',
        EventCode.SyscallEventfdE => (byte)'e',
        EventCode.SyscallSignalfdE => (byte)'s',
        EventCode.SyscallTimerfdCreateE => (byte)'t',
        EventCode.SyscallInotifyInitE => (byte)'i',
        _ => (byte)'o',
    };
}
