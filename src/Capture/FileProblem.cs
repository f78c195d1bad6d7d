using System.Runtime.InteropServices;

namespace CSysdig.Capture;

/// <summary>Why a file can't be read or written.</summary>
public static class FileProblem
{
    /// <summary>Above all numbers of errno(3).</summary>
    const int AboveErrors = 4096;

    /// <summary>What .NET numbers a full disk by, on every system.</summary>
    const int DiskFull = unchecked((int)0x80070070);

    /// <summary>An exception's cause, as the end of a sentence: the system's words or our own, none of .NET's sentences.</summary>
    public static string Of(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or folder",
        UnauthorizedAccessException => "permission denied",
        PathTooLongException => "the name is too long",
        ArgumentException or NotSupportedException => "no file can be called so",
        IOException { HResult: DiskFull } => "no space left on device",
        IOException { HResult: > 0 and < AboveErrors and var error } => Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant(),
        _ => e.Message.TrimEnd('.'),
    };
}
