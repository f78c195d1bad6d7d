using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>evt.around[T]: how far, in nanoseconds, the event is from the time T. The filter compares it with milliseconds.</summary>
sealed class AroundField : Field
{
    readonly ulong _time;

    public AroundField(FieldDefinition definition, string time) : base(definition)
    {
        if (!ulong.TryParse(time, out _time))
            throw new FieldException($"evt.around[{time}] needs a time in nanoseconds since 1970, as evt.rawtime prints it");
    }

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        var now = e.Timestamp;
        var distance = now > _time ? now - _time : _time - now;
        value.Number = (long)((distance + 999_999) / 1_000_000);
        return true;
    }
}

/// <summary>evt.outputtime: as -t asks.</summary>
sealed class OutputTimeField(FieldDefinition definition) : Field(definition)
{
    readonly Utf8Writer _scratch = new(32);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        _scratch.Clear();
        Write(_scratch, e, e.PreviousTimestamp);
        value.Bytes = _scratch.Written;
        return true;
    }

    /// <summary>What evt.outputtime shows, where <paramref name="shownBefore"/> is the time of the event printed before this one.</summary>
    public static void Write(Utf8Writer to, Event e, ulong shownBefore)
    {
        const ulong second = 1_000_000_000;
        var time = e.Timestamp;
        switch (e.Style.Time)
        {
            case TimeStyle.Epoch:
                // The tools do not pad the nanoseconds here.
                to.Write(time / second);
                to.Write('.');
                to.Write(time % second);
                break;
            case TimeStyle.Relative:
                TimeText.WriteSeconds(to, time - e.State.FirstTimestamp);
                break;
            case TimeStyle.Latency:
                TimeText.WriteSeconds(to, e.State.ExitOnly ? 0 : e.Latency);
                break;
            case TimeStyle.Delta:
                TimeText.WriteSeconds(to, time - shownBefore);
                break;
            default:
                TimeText.WriteClock(to, time, nanoseconds: true);
                break;
        }
    }
}

/// <summary>evt.latency.human. Of an event that has no thread of its own, such as a switch, sysdig 0.29.3 says what it said before.</summary>
sealed class HumanLatencyField(FieldDefinition definition) : Field(definition)
{
    readonly Utf8Writer _said = new(32);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (EventTimeFields.IsInternal(e))
            return false;
        var isOutside = EventTimeFields.IsOutside(e);
        if (!e.State.Compat || e.State.ExitOnly || e.Thread is not null && e.HasParsedThread && !isOutside)
        {
            _said.Clear();
            DurationText.Write(_said, e.State.ExitOnly || isOutside ? 0 : e.Latency);
        }
        value.Bytes = _said.Written;
        return true;
    }
}
