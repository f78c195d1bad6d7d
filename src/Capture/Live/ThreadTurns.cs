using System.Runtime.InteropServices;

namespace CSysdig.Capture.Live;

/// <summary>Which threads go first where there are more than processors.</summary>
public static partial class ThreadTurns
{
    const int Thread = 0, Self = 0;

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);

    /// <summary>Lets the calling thread go before others; without CAP_SYS_NICE nothing changes.</summary>
    internal static void Hurry() => SetPriority(Thread, Self, -15);

    /// <summary>Lets others go before the calling thread from now on: for a thread of its own that can wait, beside one that can't.</summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux())
            SetPriority(Thread, Self, 5);
    }
}
