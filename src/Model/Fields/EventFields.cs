using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;

namespace CSysdig.Model.Fields;

/// <summary>What an event is: its number, type, direction, category, processor, result.</summary>
static class EventFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.Plain("evt.num", ParamType.UInt64, PrintFormat.Id, FieldFlags.None,
            "number of the event in the capture, from 1", d => new EventNumberField(d)),
        Define.Plain("evt.type", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None,
            "name of the event, for a system call the call's name", d => new EventTypeField(d)),
        Define.WithArgument("evt.type.is", ParamType.UInt32, PrintFormat.NotApplicable, FieldFlags.ArgRequired, ArgumentSyntax.EventType,
            "1 where the event has the type given by name or code (evt.type.is.open), else 0", (d, argument) => new EventTypeIsField(d, argument!)),
        Define.Text("evt.dir", "'>' for an enter event, '<' for an exit event", Direction, FieldReads.Type,
            flags: FieldFlags.Deprecated, format: PrintFormat.Dir),
        Define.Text("syscall.type", "name of the system call; other events have none", SyscallType, FieldReads.Type),
        Define.Text("evt.category", "what the event deals with: file, net, process, memory, ...", EventCategoryText.TryGet, FieldReads.Type | FieldReads.FdType),
        Define.Number("evt.cpu", ParamType.Int16, PrintFormat.Id, "number of the processor it happened on",
            (Event e, out long value) => { value = (short)e.Raw.Cpu; return true; }, FieldReads.Processor),
        Define.Number("evt.rawres", ParamType.Int64, PrintFormat.Dec, "value the call returned, a negative errno where it failed", EventResult.TryGet, FieldReads.Type | FieldReads.Error | FieldReads.Result),
        Define.Bool("evt.failed", "true where the call returned an error", Failed, FieldReads.Type | FieldReads.Error),
        Define.Bool("evt.is_async", "true for events that no system call or tracepoint made",
            (Event e, out long value) => { value = IsMeta(e) ? 1 : 0; return true; }, FieldReads.Type),
        Define.Text("evt.asynctype", "name of an event that no system call or tracepoint made", AsyncType),
        Define.Text("evt.source", "where the event comes from: syscall, or a plugin's name", (e, _, ref text) =>
        {
            text = "syscall"u8;
            return true;
        }, FieldReads.None),
        Define.Text("evt.hostname", "name of the machine the capture was taken on", (e, scratch, ref text) =>
        {
            scratch.Write(e.State.HostName);
            text = scratch.Written;
            return true;
        // It may be another in another section.
        }, FieldReads.Processor),
        Define.Plain("evt.pluginname", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None,
            "name of the plugin that made the event; captures of system calls have none", d => new AbsentField(d)),
        Define.Plain("evt.plugininfo", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None,
            "summary by the plugin that made the event; captures of system calls have none", d => new AbsentField(d)),
        Define.Plain("util.cnt", ParamType.UInt64, PrintFormat.Id, FieldFlags.None,
            "number of the event in the capture, from 1; with --compat 0.29 how often the field has been asked for", d => new CounterField(d)),
    ];

    /// <summary>The event is metadata (a container, a user, a notification): neither system call nor tracepoint.</summary>
    static bool IsMeta(Event e) => (e.Info.Category & EventCategory.MetaEvent) != 0;

    static bool Direction(Event e, Text.Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        text = e.Info.IsEnter ? ">"u8 : "<"u8;
        return true;
    }

    static bool SyscallType(Event e, Text.Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        var info = e.Info;
        var isSyscall = e.State.ExitOnly
            ? (info.Category & EventCategory.Syscall) != 0
            : info.Code != EventCode.Schedswitch_6E && !e.Has(EventFlags.SkipParseReset) && (info.Category & EventCategory.Internal) == 0;
        if (isSyscall)
            text = EventName.Of(e);
        return isSyscall && !text.IsEmpty;
    }

    static bool Failed(Event e, out long value)
    {
        var known = EventResult.TryGet(e, out var result);
        value = known && result < 0 ? 1 : 0;
        return known || !e.State.ExitOnly;
    }

    static bool AsyncType(Event e, Text.Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!IsMeta(e))
            return false;
        text = EventName.Of(e);
        return true;
    }
}

/// <summary>evt.num.</summary>
sealed class EventNumberField(FieldDefinition definition) : Field(definition)
{
    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.UInt64;
        value.Format = PrintFormat.Id;
        value.Number = e.Raw.Number;
        return true;
    }
}

/// <summary>evt.type: the event type's name; a generic event names its system call in its first parameter.</summary>
sealed class EventTypeField(FieldDefinition definition) : Field(definition)
{
    public override FieldReads Reads => FieldReads.Type;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.CharBuf;
        value.Format = PrintFormat.NotApplicable;
        value.Bytes = EventName.Of(e);
        return !value.Bytes.IsEmpty;
    }
}

/// <summary>evt.type.is: a name means its first enter event type and the exit beside it.</summary>
sealed class EventTypeIsField : Field
{
    readonly uint _code, _other;

    public EventTypeIsField(FieldDefinition definition, string type) : base(definition)
    {
        if (uint.TryParse(type, out _code))
        {
            _other = _code;
            return;
        }
        foreach (var info in EventTable.All)
        {
            if (info.Name != type)
                continue;
            _code = (uint)info.Code;
            _other = _code + 1;
            return;
        }
        throw new FieldException($"there is no event type {type}, asked for by evt.type.is");
    }

    public override FieldReads Reads => FieldReads.Type;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Number = (uint)e.Code == _code || (uint)e.Code == _other ? 1 : 0;
        return true;
    }
}

/// <summary>
/// util.cnt: the how manyeth event it is. The tools count how often they ask, which is the same where every event is asked once, and
/// otherwise depends on what is asked.
/// </summary>
sealed class CounterField(FieldDefinition definition) : Field(definition)
{
    long _count;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Number = e.State.Compat ? ++_count : e.Number;
        return true;
    }
}
