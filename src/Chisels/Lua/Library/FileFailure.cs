using System.Runtime.InteropServices;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>Why a file can't be used, as C tells scripts: the words and number of the system, none of .NET's sentences.</summary>
readonly record struct FileFailure(int Number)
{
    // errno(3).
    const int NoSuchFile = 2, BadFile = 9, NoPermission = 13, IsFolder = 21, Invalid = 22, NoRoom = 28, NameTooLong = 36, AboveErrors = 4096;

    /// <summary>What .NET numbers a full disk by, on every system.</summary>
    const int DiskFull = unchecked((int)0x80070070);

    /// <summary>The file is closed, or was opened for the other direction.</summary>
    public static FileFailure NotOpenForThat => new(BadFile);

    /// <summary>What is there is no file, or nothing is.</summary>
    public static FileFailure NoFile(string path) => new(Directory.Exists(path) ? IsFolder : NoSuchFile);

    public static FileFailure Of(Exception e, string path = "") => new(e switch
    {
        FileNotFoundException or DirectoryNotFoundException => NoSuchFile,
        UnauthorizedAccessException => Directory.Exists(path) ? IsFolder : NoPermission,
        PathTooLongException => NameTooLong,
        IOException { HResult: DiskFull } => NoRoom,
        IOException { HResult: > 0 and < AboveErrors and var error } => error,
        _ => Invalid,
    });

    /// <summary>Nothing, the words and the number, as the functions of <c>io</c> and <c>os</c> answer.</summary>
    public LuaValue Results(LuaState state, string path = "") =>
        state.Results([default, LuaValue.Of((path.Length > 0 ? path + ": " : "") + Marshal.GetPInvokeErrorMessage(Number)), Number]);
}
