using CSysdig.Model.Text;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Calls;

/// <summary>
/// The paths that a call works on, as seen from where the call looked: the directory it names, or its process's own. (fs.path.name
/// prints what sysdig prints, which for such calls is often no more than <c>&lt;UNKNOWN&gt;</c>.)
/// </summary>
public sealed class CallPaths
{
    const long CurrentDirectory = -100;

    readonly Utf8Writer _first = new(), _second = new();

    /// <summary>The path, or the one that was there before; empty when it is not told.</summary>
    public ReadOnlySpan<byte> First(Event e)
    {
        if (e.Code is SyscallFchmodX or SyscallFchownX)
            return e.Fd is { IsFile: true } fd ? fd.Name : default;
        return e.Code switch
        {
            SyscallMkdir_2X or SyscallRmdir_2X or SyscallUnlink_2X or SyscallChmodX or SyscallChownX or SyscallLchownX
                or SyscallRenameX or SyscallLink_2X => Of(e, _first, -1, 1),
            SyscallMkdiratX or SyscallUnlinkat_2X or SyscallFchmodatX or SyscallFchownatX or SyscallRenameatX or SyscallRenameat2X
                or SyscallLinkat_2X => Of(e, _first, 1, 2),
            SyscallSymlinkX or SyscallSymlinkatX => e.Raw.Text(1),
            _ => default,
        };
    }

    /// <summary>The path that came to be, of calls that have two.</summary>
    public ReadOnlySpan<byte> Second(Event e) => e.Code switch
    {
        SyscallRenameX or SyscallLink_2X or SyscallSymlinkX => Of(e, _second, -1, 2),
        SyscallRenameatX or SyscallRenameat2X or SyscallLinkat_2X => Of(e, _second, 3, 4),
        SyscallSymlinkatX => Of(e, _second, 2, 3),
        _ => default,
    };

    static ReadOnlySpan<byte> Of(Event e, Utf8Writer to, int directoryAt, int pathAt)
    {
        to.Clear();
        var path = e.Raw.Text(pathAt);
        if (path.IsEmpty)
            return default;
        var directory = directoryAt < 0 || e.Raw.Int64(directoryAt) is var number && number == CurrentDirectory
            ? e.MainThread?.Cwd : e.FindFd(number)?.Name;
        if (path[0] != '/' && directory is not { Length: > 0 })
            return path;
        PathText.WriteAbsolute(to, directory, path);
        return to.Written;
    }
}
