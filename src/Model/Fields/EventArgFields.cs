using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The arguments of an event: all, one, its buffer, its result as a text.</summary>
static class EventArgFields
{
    static readonly ParamIndex s_data = new("data");

    public static FieldDefinition[] All { get; } =
    [
        Define.Plain("evt.args", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None, "all arguments as name=value", d => new AllArgumentsField(d, isInfo: false)),
        Define.Plain("evt.info", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None, "all arguments as name=value, or the decoded line of syslog", d => new AllArgumentsField(d, isInfo: true)),
        Define.WithArgument("evt.arg", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgRequired, ArgumentSyntax.Parameter,
            "one argument as a text, by name or number: an fd's name, an error's name (evt.arg.fd, evt.arg[0])", (d, argument) => new ArgumentField(d, argument!)),
        Define.WithArgument("evt.rawarg", ParamType.Dyn, PrintFormat.NotApplicable, FieldFlags.ArgRequired | FieldFlags.NoRhs | FieldFlags.NoTransformer,
            ArgumentSyntax.Parameter, "one argument as its number or bytes, by name (evt.rawarg.fd)", (d, argument) => new RawArgumentField(d, argument!)),
        Define.WithArgument("evt.abspath", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgAllowed, ArgumentSyntax.Path,
            "absolute path of a call that takes one relative to a directory's fd; .src and .dst where there are two", (d, argument) => new AbsolutePathField(d, argument)),
        Define.Text("evt.buffer", "bytes that were read or written, as far as they were captured", (e, _, ref text) =>
        {
            var at = s_data.In(e);
            text = at < 0 ? default : e.Raw.Param(at);
            return at >= 0;
        }, type: ParamType.ByteBuf),
        Define.Text("evt.res", "SUCCESS, or the name of the error a call returned", Result, FieldReads.Type | FieldReads.Error, format: PrintFormat.Dec),
    ];

    static bool Result(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!EventResult.TryGet(e, out var result))
            return false;
        if (result < 0)
            ParamText.WriteArg(e, EventResult.IndexIn(e), scratch);
        else
            scratch.Write("SUCCESS"u8);
        text = scratch.Written;
        return true;
    }
}

/// <summary>A field that puts words of the program's own around captured texts: these alone are escaped where it is shown.</summary>
public interface IComposedField
{
    /// <summary>Writes the value as it is shown; false, and nothing written, when the event has none.</summary>
    bool WriteShown(Utf8Writer to, Event e);
}

/// <summary>evt.args and evt.info.</summary>
sealed class AllArgumentsField(FieldDefinition definition, bool isInfo) : Field(definition), IComposedField
{
    readonly Utf8Writer _scratch = new();

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        _scratch.Clear();
        Write(_scratch, e, null);
        value.Bytes = _scratch.Written;
        return true;
    }

    public bool WriteShown(Utf8Writer to, Event e)
    {
        Write(to, e, e.Style.Form);
        return true;
    }

    void Write(Utf8Writer to, Event e, TextForm? form)
    {
        if (isInfo)
            ParamText.WriteInfo(e, to, form);
        else
            ParamText.WriteArgs(e, to, form);
    }
}

/// <summary>evt.arg: one argument as a text, by its place or its name.</summary>
sealed class ArgumentField : Field, IComposedField
{
    readonly Utf8Writer _scratch = new();
    readonly ParamIndex _index;
    readonly int _place = -1;
    /// <summary>That of an open stands behind the event.</summary>
    readonly bool _isPath;

    public ArgumentField(FieldDefinition definition, string argument) : base(definition)
    {
        if (!int.TryParse(argument, out _place) || _place < 0)
        {
            if (argument.Length > 0 && !char.IsAsciiLetter(argument[0]))
                throw new FieldException($"evt.arg[{argument}] needs the number of an argument, from 0");
            _place = -1;
            _index = new ParamIndex(argument);
            _isPath = argument == "path";
        }
    }

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        _scratch.Clear();
        if (!ParamText.WriteArg(e, IndexIn(e), _scratch))
            return false;
        value.Bytes = _scratch.Written;
        return true;
    }

    public bool WriteShown(Utf8Writer to, Event e) => ParamText.WriteArg(e, IndexIn(e), to, e.Style.Form);

    int IndexIn(Event e) => _place >= 0 ? _place : _index.In(e) is >= 0 and var at ? at : _isPath ? ParamText.IndexOf(e, "path") : -1;
}

/// <summary>
/// evt.rawarg: one argument as its number or bytes. sysdig 0.29.3 takes the first event type that has an argument of this name for the
/// type of all; newer tools take each event's own.
/// </summary>
sealed class RawArgumentField : Field
{
    readonly ParamIndex _index;
    readonly ParamInfo _first;

    public RawArgumentField(FieldDefinition definition, string argument) : base(definition)
    {
        _index = new ParamIndex(argument);
        _first = First(Dialect.Pairs, argument) ?? First(Dialect.ExitOnly, argument)
            ?? throw new FieldException($"evt.rawarg needs the name of an argument, such as evt.rawarg.fd; {argument} is none");
    }

    public override bool TryGet(Event e, ref FieldValue value)
    {
        var at = _index.In(e);
        var param = e.State.ExitOnly && at >= 0 ? Dialect.ExitOnly.Params(e.Raw.Code)[at] : _first;
        value.Type = param.Type;
        value.Format = e.State.ExitOnly ? param.Format : PrintFormat.NotApplicable;
        if (at < 0)
            return false;
        if (value.Type is ParamType.CharBuf or ParamType.FsPath or ParamType.FsRelPath)
            value.Bytes = e.State.ExitOnly ? RawValue.TextOrAbsent(e.Raw, at) : e.State.Compat ? e.Raw.UpToNul(at) : e.Raw.Text(at);
        else
            RawValue.Read(e.Raw.Param(at), ref value);
        return true;
    }

    static ParamInfo? First(Dialect dialect, string name)
    {
        for (var code = 0; code < EventTable.Count; code++)
            foreach (var param in dialect.Params((EventCode)code))
                if (param.Name == name)
                    return param;
        return null;
    }
}
