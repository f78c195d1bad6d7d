using System.Runtime.InteropServices;

namespace CSysdig.Capture.Live;

/// <summary>Which threads go first where there are more than processors.</summary>
public static partial class ThreadTurns
{
    const int Thread = 0, Self = 0, Served = 5;

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, int who);

    /// <summary>Lets the calling thread go before others; without CAP_SYS_NICE nothing changes.</summary>
    internal static void Hurry() => SetPriority(Thread, Self, -15);

    /// <summary>
    /// Lets the calling thread, and those that it starts from now on, go before what else the machine does: somebody waits at a screen. False without CAP_SYS_NICE.
    /// </summary>
    public static bool Serve() => OperatingSystem.IsLinux() && SetPriority(Thread, Self, GetPriority(Thread, Self) - Served) == 0;

    /// <summary>Takes <see cref="Serve"/> back, before a command of the user's is started.</summary>
    public static void EndServing() => SetPriority(Thread, Self, GetPriority(Thread, Self) + Served);

    /// <summary>Lets others go before the calling thread from now on: for a thread of its own that can wait, beside one that can't.</summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux())
            SetPriority(Thread, Self, 5);
    }
}
