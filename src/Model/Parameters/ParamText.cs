using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>
/// Parameters of an event as sysdig prints them: a value, and in brackets what is known of it, as in
/// <c>fd=3(&lt;f&gt;/etc/passwd)</c>. Backs evt.args, evt.info, evt.arg and evt.buffer.
/// </summary>
public static class ParamText
{
    /// <summary>How many parameters of this event are printed: those it has and its dialect knows.</summary>
    public static int Count(Event e) => Dialect.Of(e.State).Params(e).CountIn(e.Raw);

    /// <summary>The index of the parameter of this name at this event, or -1.</summary>
    public static int IndexOf(Event e, string name)
    {
        var list = Dialect.Of(e.State).Params(e);
        var count = list.CountIn(e.Raw);
        for (var i = 0; i < count; i++)
            if (list.Params[i].Name == name)
                return i;
        return -1;
    }

    /// <summary>evt.info: a line of syslog decoded, else all parameters.</summary>
    /// <param name="form">What becomes of captured texts; null for values, which filters compare.</param>
    public static void WriteInfo(Event e, Utf8Writer to, TextForm? form = null)
    {
        // libs 0.25.4 has lost the decoder.
        if (e.State.ExitOnly && e.State.Compat || !SyslogMessage.TryGet(e, out var message))
        {
            WriteArgs(e, to, form);
            return;
        }
        to.Write("syslog sev="u8);
        to.Write(message.SeverityName);
        to.Write(" msg="u8);
        var nul = message.Text.IndexOf((byte)0);
        CapturedText.Write(to, nul < 0 ? message.Text : message.Text[..nul], form ?? e.Style.ValueForm, e.Style, e.State.ExitOnly, strips: false);
    }

    /// <summary>All parameters: <c>name=value(known) name=value </c>; nothing for a call that the driver did not look into.</summary>
    /// <param name="form">What becomes of captured texts; null for values, which filters compare.</param>
    public static void WriteArgs(Event e, Utf8Writer to, TextForm? form = null)
    {
        if (e.Raw.Code is EventCode.GenericE or EventCode.GenericX)
            return;
        var dialect = Dialect.Of(e.State);
        var list = dialect.Params(e);
        var (names, count) = (list.Labels, list.CountIn(e.Raw));
        for (var i = 0; i < count; i++)
        {
            to.Write(names[i]);
            var param = new EventParam(e, dialect, list, i, form ?? e.Style.ValueForm);
            to.Write(ParamValue.Of(param));
            var open = to.Length;
            to.Write('(');
            ParamKnown.Write(to, param);
            if (to.Length == open + 1)
                to.Truncate(open);
            else
                to.Write(')');
            to.Write(' ');
        }
        if (dialect.IsLater && count > 0)
            to.Truncate(to.Length - 1);
    }

    /// <summary>What is known of one parameter, or else its value (evt.arg). False when the event has no such parameter.</summary>
    /// <param name="form">What becomes of captured texts; null for values, which filters compare.</param>
    public static bool WriteArg(Event e, int index, Utf8Writer to, TextForm? form = null)
    {
        if ((uint)index >= (uint)Count(e))
            return false;
        var param = new EventParam(e, Dialect.Of(e.State), index, form ?? e.Style.ValueForm);
        var value = ParamValue.Of(param);
        var start = to.Length;
        ParamKnown.Write(to, param);
        if (to.Length == start)
            to.Write(value);
        return true;
    }

    /// <summary>The value of one parameter alone. False when the event has no such parameter.</summary>
    public static bool WriteValue(Event e, int index, Utf8Writer to)
    {
        if ((uint)index >= (uint)Count(e))
            return false;
        to.Write(ParamValue.Of(new EventParam(e, Dialect.Of(e.State), index, e.Style.Form)));
        return true;
    }

    /// <summary>
    /// evt.buffer. libs 0.25.4 reads an absent one, or a number (ptrace's), at the length of the buffer shown before, and shows what
    /// that has left behind.
    /// </summary>
    internal static ReadOnlySpan<byte> BufferOf(Event e, int index)
    {
        var param = new EventParam(e, Dialect.ExitOnly, index, e.Style.Form);
        var value = ParamValue.Of(param);
        return (param.IsAbsent || param.Type != ParamType.ByteBuf) && e.IsAsMisread ? e.Scratch.AtBufferLength : value;
    }

    /// <summary>What is known of one parameter beside its value; writes nothing when that is nothing.</summary>
    public static void WriteKnown(Event e, int index, Utf8Writer to)
    {
        if ((uint)index < (uint)Count(e))
            ParamKnown.Write(to, new EventParam(e, Dialect.Of(e.State), index, e.Style.Form));
    }
}

/// <summary>A parameter of an event as its dialect sees it; a dynamic one is already resolved.</summary>
readonly ref struct EventParam
{
    public readonly Event Event;
    public readonly ReadOnlySpan<byte> Bytes;
    public readonly ParamType Type;
    /// <summary>As declared; for a dynamic parameter that of the whole.</summary>
    public readonly ParamInfo Info;
    public readonly int Index;
    public readonly bool ExitOnly;
    /// <summary>It is printed as libs since 0.13 do.</summary>
    public readonly bool IsLater;
    public readonly TextForm Form;

    public EventParam(Event e, Dialect dialect, int index, TextForm form) : this(e, dialect, dialect.Params(e), index, form)
    {
    }

    /// <param name="list">What the dialect has for this event.</param>
    public EventParam(Event e, Dialect dialect, ParamList list, int index, TextForm form)
    {
        Form = form;
        Event = e;
        Index = index;
        ExitOnly = dialect.IsExitOnly;
        IsLater = dialect.IsLater;
        Info = list.Params[index];
        Bytes = index < e.Raw.ParamCount ? e.Raw.Param(index) : e.Raw.ResolvedPath;
        Type = Info.Type;
        if (Info.Dynamic is { } variants && !Bytes.IsEmpty && Bytes[0] < variants.Length)
        {
            Type = variants[Bytes[0]].Type;
            Bytes = Bytes[1..];
        }
    }

    /// <summary>The driver left it out, and later libs say so.</summary>
    public bool IsAbsent => IsLater && Bytes.IsEmpty;
    public bool IsEmptyPath => Bytes.IsEmpty && Type is (ParamType.FsPath or ParamType.FsRelPath);
    public ulong Number => NumberText.Read(Bytes);
    public long Signed => (long)NumberText.Read(Bytes);
    public TextStyle Style => Event.Style;

    /// <summary>Writes a text of the captured machine.</summary>
    public void WriteText(Utf8Writer to, ReadOnlySpan<byte> text) => CapturedText.Write(to, text, Form, Style, ExitOnly, strips: false);

    /// <summary>Writes a name: a path, that of an fd, of a user.</summary>
    public void WriteName(Utf8Writer to, ReadOnlySpan<byte> name) => CapturedText.Write(to, name, Form, Style, ExitOnly, strips: true);

    public ReadOnlySpan<byte> Text
    {
        get
        {
            var nul = Bytes.IndexOf((byte)0);
            return nul < 0 ? Bytes : Bytes[..nul];
        }
    }

    /// <summary>0.29.3 prints a text up to its NUL without a look at its length: of an empty one, what follows.</summary>
    public ReadOnlySpan<byte> UpToNul => Event.State.Compat ? Event.Raw.UpToNul(Index) : Text;

    /// <summary>Later libs read an absent or old-fashioned text as <c>&lt;NA&gt;</c>.</summary>
    public ReadOnlySpan<byte> PathOrText => IsLater && (Bytes.IsEmpty || Bytes.SequenceEqual("(NULL)\0"u8)) ? "<NA>"u8 : Text;
}
