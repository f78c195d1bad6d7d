using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>evt.abspath: the absolute path of a call that takes a directory's fd and a path.</summary>
sealed class AbsolutePathField(FieldDefinition definition, string? argument) : Field(definition)
{
    readonly Utf8Writer _scratch = new();
    readonly bool _second = argument == "dst";

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (e.Thread is null)
            return false;
        _scratch.Clear();
        if (e.Raw.Code == EventCode.SyscallOpenByHandleAtX && e.State.ExitOnly)
        {
            if (e.Raw.Int64(0) <= 0)
                return false;
            ToolPaths.WriteSeen(_scratch, e.State.Compat, default, RawValue.TextOrAbsent(e.Raw, 3));
        }
        else
        {
            if (Places(e) is not { } at || at.Path >= e.Raw.ParamCount)
                return false;
            if (e.State.ExitOnly && (e.Raw.Param(at.Directory).IsEmpty || e.Raw.Param(at.Path).IsEmpty))
                return false;
            FdPath.Join(e, e.Raw.Int64(at.Directory), e.Raw.Text(at.Path), _scratch, "<UNKNOWN>/"u8);
        }
        value.Bytes = _scratch.Written;
        return true;
    }

    /// <summary>Which parameters hold the directory's fd and the path.</summary>
    (int Directory, int Path)? Places(Event e) => e.Raw.Code switch
    {
        EventCode.SyscallRenameatX or EventCode.SyscallRenameat2X => _second ? (3, 4) : (1, 2),
        EventCode.SyscallSymlinkatX => (2, 3),
        EventCode.SyscallOpenatE or EventCode.SyscallLinkatE or EventCode.SyscallUnlinkatE when e.State.ExitOnly => null,
        EventCode.SyscallOpenatE => (0, 1),
        EventCode.SyscallLinkatE => _second ? (2, 3) : (0, 1),
        EventCode.SyscallUnlinkatE => (0, 1),
        EventCode.SyscallOpenat_2X or EventCode.SyscallOpenat2X => (1, 2),
        EventCode.SyscallLinkat_2X => _second ? (3, 4) : (1, 2),
        EventCode.SyscallUnlinkat_2X or EventCode.SyscallMkdiratX or EventCode.SyscallFchmodatX => (1, 2),
        EventCode.SyscallFchownatX when e.State.ExitOnly => (1, 2),
        _ => null,
    };
}
