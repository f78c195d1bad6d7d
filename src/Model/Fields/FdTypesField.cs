using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>fd.types: the kinds of all fds of the process, each once, as <c>(file,pipe)</c>; with a number, the kind of that fd.</summary>
sealed class FdTypesField : Field
{
    readonly Utf8Writer _scratch = new(64);
    readonly long _fd = -1;

    public FdTypesField(FieldDefinition definition, string? argument) : base(definition)
    {
        if (argument is not null && (!long.TryParse(argument, out _fd) || _fd < 0))
            throw new FieldException($"fd.types[{argument}] needs the number of an fd");
    }

    public override bool HasMany => _fd < 0;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (!FdFields.HasFd(e))
            return false;
        _scratch.Clear();
        _scratch.Write('(');
        if (_fd >= 0)
        {
            if (e.FindFd(_fd) is not { } fd)
                return false;
            _scratch.Write(FdText.TypeName(fd.Type));
        }
        else
            WriteAll(e);
        _scratch.Write(')');
        value.Bytes = _scratch.Written;
        return true;
    }

    void WriteAll(Event e)
    {
        foreach (var type in Types(e))
        {
            if (_scratch.Length > 1)
                _scratch.Write(',');
            _scratch.Write(FdText.TypeName(type));
        }
    }

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        var value = new FieldValue { Type = Definition.Type, Format = Definition.Format };
        if (!FdFields.HasFd(e))
            return false;
        if (_fd >= 0)
        {
            if (e.FindFd(_fd) is not { } fd)
                return false;
            value.Bytes = FdText.TypeName(fd.Type);
            return test.Test(value);
        }
        foreach (var type in Types(e))
        {
            value.Bytes = FdText.TypeName(type);
            if (test.Test(value))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The kinds of the open fds, IPv4 and IPv6 servers being no kinds of their own: by the least number, for the order in which the
    /// tools walk them is told by what came and went.
    /// </summary>
    static List<FdType> Types(Event e)
    {
        var seen = new List<FdType>();
        var open = e.Thread!.Thread.Fds.OpenAt(e.Number);
        foreach (var (_, fd) in e.State.Compat ? open : open.OrderBy(f => f.Key))
        {
            var type = fd.Type switch { FdType.IPv4Server => FdType.IPv4, FdType.IPv6Server => FdType.IPv6, FdType.FileV2 => FdType.File, var t => t };
            if (!seen.Contains(type))
                seen.Add(type);
        }
        return seen;
    }
}
