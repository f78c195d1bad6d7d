using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields.Transforms;

/// <summary>
/// evt.deltatime in a filter of sysdig 0.29.3: the time since the event at which the filter last asked it, which is the event before only
/// where nothing in front of it turns events away; 0 at the first. Events asked in a new round, from the
/// capture's start, count afresh. So a filter that asks less finds other events.
/// </summary>
sealed class DeltaField(Field field) : Field(field.Definition)
{
    const ulong Second = 1_000_000_000;

    public override FieldReads Reads => FieldReads.Time | FieldReads.Order;

    ulong _lastTime;
    long _lastNumber;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        var isFirst = _lastTime == 0 || e.Number <= _lastNumber;
        var delta = isFirst ? 0 : e.Timestamp - _lastTime;
        _lastTime = e.Timestamp;
        _lastNumber = e.Number;
        value.Type = ParamType.RelTime;
        value.Format = Definition.Format;
        value.Number = (long)(Definition.Name switch
        {
            "evt.deltatime.s" => delta / Second,
            "evt.deltatime.ns" => delta % Second,
            _ => delta,
        });
        return true;
    }

    /// <summary>The field is one of the evt.deltatime family.</summary>
    public static bool IsDelta(Field field) => field.Definition.Name.StartsWith("evt.deltatime", StringComparison.Ordinal);
}

/// <summary>A field which with --compat tells what it was asked before, too.</summary>
sealed class AskedField(Field asked) : Field(asked.Definition)
{
    public override FieldReads Reads => asked.Reads | FieldReads.Order;

    public override bool TryGet(Event e, ref FieldValue value) => asked.TryGet(e, ref value);
}
