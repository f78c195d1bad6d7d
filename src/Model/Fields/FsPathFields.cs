using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The paths of calls that work on paths rather than on fds: mkdir, unlink, rename, chmod, mount ...</summary>
static class FsPathFields
{
    public static FieldDefinition[] All { get; } =
    [
        Path("fs.path.name", "path that a call on the file system works on, made absolute", Role.Only, raw: false),
        Path("fs.path.nameraw", "path that a call on the file system works on, as given", Role.Only, raw: true),
        Path("fs.path.source", "path that a call such as rename takes from, made absolute", Role.Source, raw: false),
        Path("fs.path.sourceraw", "path that a call such as rename takes from, as given", Role.Source, raw: true),
        Path("fs.path.target", "path that a call such as rename goes to, made absolute", Role.Target, raw: false),
        Path("fs.path.targetraw", "path that a call such as rename goes to, as given", Role.Target, raw: true),
    ];

    enum Role { Only, Source, Target }

    static FieldDefinition Path(string name, string description, Role role, bool raw) => Define.Text(name, description,
        (e, scratch, ref text) => TryGet(e, role, raw, scratch, ref text));

    static bool TryGet(Event e, Role role, bool raw, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        var at = ParamOf(e.Code, role);
        if (at is null || !Succeeded(e))
            return false;
        if (at == OfFd)
        {
            if (!FdFields.HasFd(e) || !FdPath.Name(e, scratch, ref text))
                return false;
            scratch.Clear();
        }
        else if (at >= e.Raw.ParamCount)
            return false;
        else
            text = RawValue.TextOrAbsent(e.Raw, at.Value);
        if (!raw)
        {
            if (e.Thread is null)
                return false;
            WriteAbsolute(e, role, text, scratch);
            text = scratch.Written;
        }
        return true;
    }

    static void WriteAbsolute(Event e, Role role, ReadOnlySpan<byte> path, Utf8Writer to)
    {
        if (path.StartsWith("/"u8))
        {
            ToolPaths.WriteSeen(to, e.State.Compat, default, path);
            return;
        }
        switch (e.Code)
        {
            case EventCode.SyscallOpenat_2X or EventCode.SyscallOpenat2X:
                to.Write(e.Fd is { } fd ? fd.Name : "<UNKNOWN>"u8);
                break;
            case EventCode.SyscallRenameat2X:
                FdPath.Join(e, e.Raw.Int64(role == Role.Target ? 3 : 1), path, to, "<UNKNOWN>"u8);
                break;
            case EventCode.SyscallSymlinkatX when role == Role.Target:
                ToolPaths.WriteSeen(to, e.State.Compat, "<UNKNOWN>"u8, path);
                break;
            case EventCode.SyscallFchownatX or EventCode.SyscallFchmodatX or EventCode.SyscallMkdiratX or EventCode.SyscallUnlinkat_2X or EventCode.SyscallSymlinkatX:
                ToolPaths.WriteSeen(to, e.State.Compat, DirectoryOf(e), path);
                break;
            default:
                ToolPaths.WriteSeen(to, e.State.Compat, e.MainThread!.Cwd, path);
                break;
        }
    }

    static ReadOnlySpan<byte> DirectoryOf(Event e)
    {
        if (e.Fd is not { Type: FdType.Directory } fd)
            return "<UNKNOWN>"u8;
        return fd.Name is [] or [.., (byte)'/'] ? fd.Name : (byte[])[.. fd.Name, (byte)'/'];
    }

    /// <summary>A call that opens counts as done with any fd but -1, the others with the result 0.</summary>
    static bool Succeeded(Event e) => e.Raw.ParamCount > 0 && (e.Info.Has(EventFlags.CreatesFd) ? e.Raw.Int64(0) != -1 : e.Raw.Int64(0) == 0);

    /// <summary>In place of a parameter: the path is the name of the event's fd.</summary>
    const int OfFd = -1;

    static int? ParamOf(EventCode code, Role role) => role == Role.Only ? NameOf(code) : BothOf(code) switch
    {
        null => null,
        var (source, target) => role == Role.Source ? source : target,
    };

    static int? NameOf(EventCode code) => code switch
    {
        EventCode.SyscallMkdir_2X or EventCode.SyscallRmdir_2X or EventCode.SyscallUnlink_2X or EventCode.SyscallOpenX => 1,
        EventCode.SyscallChmodX or EventCode.SyscallChownX or EventCode.SyscallLchownX or EventCode.SyscallUmount_1X or EventCode.SyscallUmount2X => 1,
        EventCode.SyscallMkdiratX or EventCode.SyscallUnlinkat_2X or EventCode.SyscallOpenat_2X or EventCode.SyscallOpenat2X
            or EventCode.SyscallFchmodatX or EventCode.SyscallFchownatX => 2,
        EventCode.SyscallQuotactlX => EventTable.Get(code).IndexOf("special"),
        EventCode.SyscallFchmodX or EventCode.SyscallFchownX => OfFd,
        _ => null,
    };

    static (int Source, int Target)? BothOf(EventCode code) => code switch
    {
        EventCode.SyscallRenameX => (1, 2),
        EventCode.SyscallRenameatX or EventCode.SyscallRenameat2X => (2, 4),
        EventCode.SyscallLink_2X => (2, 1),
        EventCode.SyscallLinkat_2X => (4, 2),
        EventCode.SyscallSymlinkX => (2, 1),
        EventCode.SyscallSymlinkatX => (3, 1),
        EventCode.SyscallMountX => (1, 2),
        _ => null,
    };
}
