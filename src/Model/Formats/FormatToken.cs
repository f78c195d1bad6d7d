using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>A piece of a format: text, or a field.</summary>
abstract class FormatToken(string name, int width)
{
    static readonly string[] s_argumentFields =
        ["evt.arg", "evt.info", "evt.buffer", "evt.res", "fd.name", "fd.directory", "fd.container", "fd.filename"];

    /// <summary>The field as the user wrote it; empty for text.</summary>
    public string Name { get; } = name;
    /// <summary>The width it is cut or filled to, in bytes; 0 for as it comes.</summary>
    public int Width { get; } = width;
    /// <summary>The member's name in JSON, with its colon.</summary>
    public byte[] Label { get; } = JsonText.Label(name);
    public virtual bool IsField => true;
    /// <summary>The field writes an argument as text, or shows what an earlier one has left.</summary>
    public bool LooksAtArguments { get; } = s_argumentFields.Any(f => name.StartsWith(f, StringComparison.Ordinal));

    /// <summary>False, and nothing written, when the event has no such value.</summary>
    public abstract bool Write(Utf8Writer to, Event e);

    /// <summary>False, and <c>null</c> written, when the event has no such value.</summary>
    public abstract bool WriteJson(Utf8Writer to, Event e);

    /// <summary>
    /// The fields of the line that is shown unless the user asks for another. They are written without going through a value:
    /// nine of ten runs print them by the million.
    /// </summary>
    public static FormatToken? TryCommon(string name, int width) => name switch
    {
        "evt.num" => new NumberToken(name, width),
        "evt.outputtime" => new OutputTimeToken(name, width),
        "evt.cpu" => new CpuToken(name, width),
        "evt.dir" => new DirectionToken(name, width),
        "evt.type" => new TypeToken(name, width),
        "evt.info" or "evt.args" => new ArgsToken(name, width),
        "evt.buffer" => new BufferToken(name, width),
        "proc.name" => new CommToken(name, width),
        "thread.tid" => new TidToken(name, width),
        _ => null,
    };

    /// <summary>Writes as text and makes a JSON text of it.</summary>
    protected bool WriteQuoted(Utf8Writer to, Event e)
    {
        var start = to.Length;
        if (!Write(to, e))
        {
            to.Write("null"u8);
            return false;
        }
        JsonText.QuoteFrom(to, start);
        return true;
    }
}

sealed class LiteralToken(string text) : FormatToken("", 0)
{
    readonly byte[] _text = Encoding.UTF8.GetBytes(text);

    public override bool IsField => false;

    public override bool Write(Utf8Writer to, Event e)
    {
        to.Write(_text);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => true;
}

sealed class NumberToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        to.Write(e.Number);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => Write(to, e);
}

sealed class OutputTimeToken(string name, int width) : FormatToken(name, width)
{
    ulong _shownBefore;

    public override bool Write(Utf8Writer to, Event e)
    {
        TimeText.WriteOutput(to, e, _shownBefore == 0 ? e.Raw.Timestamp : _shownBefore);
        _shownBefore = e.Raw.Timestamp;
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e)
    {
        to.Write((long)e.Raw.Timestamp);
        return true;
    }
}

sealed class CpuToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        to.Write((long)(short)e.Raw.Cpu);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => Write(to, e);
}

sealed class DirectionToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        to.Write(e.Raw.IsEnter ? (byte)'>' : (byte)'<');
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class TypeToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        to.Write(EventName.Of(e));
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class CommToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        if (e.Thread is not { } thread)
            return false;
        var value = new FieldValue { Type = ParamType.CharBuf, Bytes = thread.Comm };
        return FieldText.Write(to, value, e.Style, e.State.ExitOnly);
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class TidToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        var tid = e.Raw.Tid;
        if (e.State.ExitOnly && tid is < -1 or > uint.MaxValue && e.State.ExitOnly)
            return false;
        to.Write(tid);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e)
    {
        if (Write(to, e))
            return true;
        to.Write("null"u8);
        return false;
    }
}

sealed class ArgsToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        var start = to.Length;
        ParamText.WriteArgs(e, to);
        if (e.State.ExitOnly)
            CleanText.ReplaceFrom(to, start);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class BufferToken(string name, int width) : FormatToken(name, width)
{
    public override bool Write(Utf8Writer to, Event e)
    {
        var index = ParamText.IndexOf(e, "data");
        if (index < 0)
            return false;
        if (!e.State.ExitOnly)
            return ParamText.WriteValue(e, index, to);
        FieldText.WriteBuffer(to, ParamText.BufferOf(e, index), e.Style, exitOnly: true);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}
