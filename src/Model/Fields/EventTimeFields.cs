using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>When an event happened, and how long its call took.</summary>
static class EventTimeFields
{
    const ulong Second = 1_000_000_000;
    /// <summary>The width that the tools scale a spectrogram's logarithms to while they have no screen; one that has scales by its own.</summary>
    const double SpectrogramColumns = -1;

    public static FieldDefinition[] All { get; } =
    [
        Clock("evt.time", "time of day, with nanoseconds", (to, time) => TimeText.WriteClock(to, time, nanoseconds: true)),
        Clock("evt.time.s", "time of day, in seconds", (to, time) => TimeText.WriteClock(to, time, nanoseconds: false)),
        Clock("evt.time.iso8601", "time as ISO 8601 in UTC, with nanoseconds", TimeText.WriteIso8601),
        Clock("evt.datetime", "date and time of day, with nanoseconds", (to, time) => DateAndClock(to, time, nanoseconds: true)),
        Clock("evt.datetime.s", "date and time of day, in seconds", (to, time) => DateAndClock(to, time, nanoseconds: false)),
        Define.Clock("evt.outputtime", "time as the option -t asks for; a time of day without it", FieldFlags.PrintOnly, d => new OutputTimeField(d)),
        Define.Measured("evt.rawtime", ParamType.AbsTime, PrintFormat.Dec, "time in nanoseconds since 1970", FieldReads.Time,
            (Event e, out long factor) => { factor = 1; return true; }),
        Time("evt.rawtime.s", ParamType.AbsTime, "whole seconds since 1970", e => e.Timestamp / Second),
        Time("evt.rawtime.ns", ParamType.AbsTime, "nanoseconds within the second", e => e.Timestamp % Second, PrintFormat.PaddedDec10),
        Time("evt.reltime", ParamType.RelTime, "nanoseconds since the first event of the capture", Relative, PrintFormat.PaddedDec10),
        Time("evt.reltime.s", ParamType.RelTime, "whole seconds since the first event of the capture", e => Relative(e) / Second),
        Time("evt.reltime.ns", ParamType.RelTime, "nanoseconds within the second since the first event", e => Relative(e) % Second, PrintFormat.PaddedDec10),
        Delta("evt.deltatime", "nanoseconds since the event before, shown or not", PrintFormat.Dec, d => d),
        Delta("evt.deltatime.s", "whole seconds since the event before, shown or not", PrintFormat.Dec, d => d / Second),
        Delta("evt.deltatime.ns", "nanoseconds within the second since the event before, shown or not", PrintFormat.PaddedDec10, d => d % Second),
        Define.Measured("evt.latency", ParamType.RelTime, PrintFormat.Dec, "nanoseconds from the call to its return", FieldReads.Latency | FieldReads.Type | FieldReads.Role, (Event e, out long factor) =>
        {
            factor = IsOutside(e) ? 0 : 1;
            return !IsInternal(e);
        }, FieldFlags.Deprecated),
        Latency("evt.latency.s", "whole seconds from the call to its return", d => d / Second),
        Latency("evt.latency.ns", "nanoseconds within the second from the call to its return", d => d % Second, PrintFormat.PaddedDec10),
        Define.Number("evt.latency.quantized", ParamType.UInt64, PrintFormat.Dec,
            "logarithm of the latency as the column of a spectrogram", Quantized, flags: FieldFlags.TableOnly | FieldFlags.Deprecated),
        Define.Plain("evt.latency.human", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.Deprecated,
            "time from the call to its return with a unit, such as 10.3ms", d => new HumanLatencyField(d)),
        Define.Number("evt.wait_latency", ParamType.RelTime, PrintFormat.Dec,
            "nanoseconds that a call which waits has waited", WaitLatency, flags: FieldFlags.Deprecated),
        Define.WithArgument("evt.around", ParamType.UInt64, PrintFormat.Dec, FieldFlags.FilterOnly | FieldFlags.ArgRequired, ArgumentSyntax.Bracket,
            "evt.around[T]=D: the events within D milliseconds of the raw time T", (d, argument) => new AroundField(d, argument!)),
    ];

    static void DateAndClock(Utf8Writer to, ulong time, bool nanoseconds)
    {
        TimeText.WriteDate(to, time);
        TimeText.WriteClock(to, time, nanoseconds);
    }

    static FieldDefinition Clock(string name, string description, Action<Utf8Writer, ulong> write) =>
        Define.Clock(name, description, FieldFlags.None, d => new TextField(d, FieldReads.Time, (e, scratch, ref text) =>
        {
            write(scratch, e.Timestamp);
            text = scratch.Written;
            return true;
        }));

    static FieldDefinition Time(string name, ParamType type, string description, Func<Event, ulong> of, PrintFormat format = PrintFormat.Dec) =>
        Define.Number(name, type, format, description, (Event e, out long value) =>
        {
            value = (long)of(e);
            return true;
        });

    static FieldDefinition Delta(string name, string description, PrintFormat format, Func<ulong, ulong> part) =>
        Define.Number(name, ParamType.RelTime, format, description, (Event e, out long value) =>
        {
            value = (long)part(e.Timestamp - e.PreviousTimestamp);
            return true;
        });

    static FieldDefinition Latency(string name, string description, Func<ulong, ulong> part, PrintFormat format = PrintFormat.Dec) =>
        Define.Number(name, ParamType.RelTime, format, description, (Event e, out long value) =>
        {
            value = 0;
            if (IsInternal(e))
                return false;
            value = IsOutside(e) ? 0 : (long)part(e.Latency);
            return true;
        }, flags: FieldFlags.Deprecated);

    static ulong Relative(Event e) => e.Timestamp - e.State.FirstTimestamp;

    /// <summary>The event is one of the tool's own, of a thread that is known: such events have no latency.</summary>
    internal static bool IsInternal(Event e) => !e.State.ExitOnly && (e.Info.Category & EventCategory.Internal) != 0
        && e.Thread is not null && !IsOutside(e);

    /// <summary>
    /// 0.29.3 does not look up the thread of events that stand outside of calls (but for what it tells of a process), and knows
    /// no latency for them.
    /// </summary>
    internal static bool IsOutside(Event e) => !e.State.ExitOnly && e.Has(EventFlags.SkipParseReset) && e.Code != EventCode.ProcinfoE;

    static bool Quantized(Event e, out long value)
    {
        value = 0;
        if (e.State.ExitOnly)
            return true;
        if (IsInternal(e) || IsOutside(e) || e.Latency == 0)
            return false;
        value = (long)(Math.Min(Math.Log10(e.Latency), 11) * SpectrogramColumns / 11) + 1;
        return true;
    }

    static bool WaitLatency(Event e, out long value)
    {
        value = (long)e.Latency;
        return e.State.ExitOnly || e.Raw.IsExit && e.Has(EventFlags.Waits);
    }
}
