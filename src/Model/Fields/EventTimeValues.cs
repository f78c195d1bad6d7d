using CSysdig.Model.Formats;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>
/// evt.deltatime: the time since the event that the field was asked of before, which is the line printed before. Asked of an earlier
/// event again, as a screen may, it takes the event before that one in the capture.
/// </summary>
sealed class DeltaField(FieldDefinition definition, Func<ulong, ulong> part) : Field(definition)
{
    ulong _last;
    long _lastNumber;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        var now = e.Raw.Timestamp;
        var since = _lastNumber == 0 ? now : _lastNumber <= e.Number ? _last : e.PreviousTimestamp;
        value.Number = (long)part(now - since);
        _last = now;
        _lastNumber = e.Number;
        return true;
    }
}

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
        var now = e.Raw.Timestamp;
        var distance = now > _time ? now - _time : _time - now;
        value.Number = (long)((distance + 999_999) / 1_000_000);
        return true;
    }
}

/// <summary>evt.outputtime: as -t asks; of two events the field is asked of, -t D shows the time between.</summary>
sealed class OutputTimeField(FieldDefinition definition) : Field(definition)
{
    readonly Utf8Writer _scratch = new(32);
    ulong _last;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        _scratch.Clear();
        TimeText.WriteOutput(_scratch, e, _last == 0 ? e.Raw.Timestamp : _last);
        _last = e.Raw.Timestamp;
        value.Bytes = _scratch.Written;
        return true;
    }
}
