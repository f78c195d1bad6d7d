using System.Text;
using CSysdig.Model.Fields;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>For what the text of a field may be kept.</summary>
enum TextKeeping : byte
{
    /// <summary>For this event alone.</summary>
    None,
    /// <summary>For the version of the thread.</summary>
    Thread,
    /// <summary>For the versions of thread and fd, at an event that has both and did not fail.</summary>
    Fd,
}

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

    public virtual TextKeeping Keeps => TextKeeping.None;
    /// <summary>It has no value at an event that is about no fd.</summary>
    public virtual bool NeedsFd => false;
    /// <summary>Whether it is asked at an event makes no difference to what anything shows later.</summary>
    public virtual bool LeavesNothing => Keeps != TextKeeping.None;

    /// <summary>
    /// Tells the events of which it writes the same when the state has moved on, by their bytes and the versions of thread and fd alone;
    /// null for all.
    /// </summary>
    public virtual Func<Event, bool>? MayWait => null;
    /// <summary>It takes so long that the rest of the line hardly counts.</summary>
    public virtual bool IsLong => false;

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
        "evt.info" => new ArgsToken(name, width, isInfo: true),
        "evt.args" => new ArgsToken(name, width, isInfo: false),
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
        JsonText.QuoteFrom(to, start, ascii: e.Style.Form == TextForm.AsTool);
        return true;
    }
}

sealed class LiteralToken(string text) : FormatToken("", 0)
{
    readonly byte[] _text = Encoding.UTF8.GetBytes(text);

    public ReadOnlySpan<byte> Text => _text;

    public override bool LeavesNothing => true;
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
    /// <summary>The digits of the number written last, at the end.</summary>
    readonly byte[] _digits = new byte[20];
    int _start = 20;
    long _last = -1;

    public override bool LeavesNothing => true;

    /// <summary>Numbers count up: nearly always it is the last digit alone that changes.</summary>
    public override bool Write(Utf8Writer to, Event e)
    {
        var number = e.Number;
        if (number == _last + 1 && _start < _digits.Length)
            CountUp();
        else if (number != _last)
            Set(number);
        _last = number;
        to.Write(_digits.AsSpan(_start));
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => Write(to, e);

    void CountUp()
    {
        var digits = _digits;
        var at = digits.Length - 1;
        while (at >= _start && digits[at] == '9')
            digits[at--] = (byte)'0';
        if (at >= _start)
            digits[at]++;
        else
            digits[_start = at] = (byte)'1';
    }

    void Set(long number)
    {
        Span<byte> text = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(number, text, out var length);
        _start = _digits.Length - length;
        text[..length].CopyTo(_digits.AsSpan(_start));
    }
}

sealed class OutputTimeToken(string name, int width) : FormatToken(name, width)
{
    ulong _shownBefore;

    public override bool Write(Utf8Writer to, Event e)
    {
        OutputTimeField.Write(to, e, _shownBefore == 0 ? e.Timestamp : _shownBefore);
        _shownBefore = e.Timestamp;
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e)
    {
        to.Write((long)e.Timestamp);
        return true;
    }
}

sealed class CpuToken(string name, int width) : FormatToken(name, width)
{
    public override bool LeavesNothing => true;

    public override bool Write(Utf8Writer to, Event e)
    {
        to.Write((long)(short)e.Raw.Cpu);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => Write(to, e);
}

sealed class DirectionToken(string name, int width) : FormatToken(name, width)
{
    public override bool LeavesNothing => true;

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
        // A call of a number that no table has is called nothing.
        var name = EventName.Of(e);
        to.Write(name);
        return !name.IsEmpty;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class CommToken(string name, int width) : FormatToken(name, width)
{
    public override TextKeeping Keeps => TextKeeping.Thread;

    public override bool Write(Utf8Writer to, Event e)
    {
        if (e.Thread is not { } thread)
            return false;
        FieldText.WriteText(to, thread.Comm, e.Style, e.State.ExitOnly);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class TidToken(string name, int width) : FormatToken(name, width)
{
    public override bool LeavesNothing => true;

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

sealed class ArgsToken(string name, int width, bool isInfo) : FormatToken(name, width)
{
    public static Func<Event, bool> AreOwn { get; } = e => !ParamKnown.IsElsewhere(e);

    public override Func<Event, bool> MayWait => AreOwn;
    public override bool IsLong => true;

    public override bool Write(Utf8Writer to, Event e)
    {
        var start = to.Length;
        if (isInfo)
            ParamText.WriteInfo(e, to, e.Style.Form);
        else
            ParamText.WriteArgs(e, to, e.Style.Form);
        if (e.State.ExitOnly && e.Style.Form == TextForm.AsTool)
            CleanText.ReplaceFrom(to, start);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}

sealed class BufferToken(string name, int width) : FormatToken(name, width)
{
    public override bool IsLong => true;

    public override bool Write(Utf8Writer to, Event e)
    {
        var index = ParamText.IndexOf(e, "data");
        if (index < 0)
            return false;
        if (!e.State.ExitOnly || e.Style.Form != TextForm.AsTool)
            return ParamText.WriteValue(e, index, to);
        FieldText.WriteCut(to, ParamText.BufferOf(e, index), e.Style.Buffer);
        return true;
    }

    public override bool WriteJson(Utf8Writer to, Event e) => WriteQuoted(to, e);
}
