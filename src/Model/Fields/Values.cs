using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>A number at an event; false when there is none.</summary>
delegate bool NumberOf(Event e, out long value);

/// <summary>The largest number at events like this one before another's number; false when it isn't known.</summary>
delegate bool MostOf(Event e, long until, out long value);

/// <summary>A text at an event, borrowed from state or composed in the scratch buffer, which is empty; false when there is none.</summary>
delegate bool TextOf(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text);

/// <summary>A field whose values are numbers, times or booleans.</summary>
sealed class NumberField(FieldDefinition definition, FieldReads reads, NumberOf of, MostOf? most = null) : Field(definition)
{
    public override bool TryMost(Event e, long until, out long value)
    {
        value = 0;
        return most is not null && most(e, until, out value);
    }

    public override FieldReads Reads => reads;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        return of(e, out value.Number);
    }
}

/// <summary>A field whose values are a number that every event has, times a factor that the rest of what it reads decides.</summary>
/// <param name="reads">One of <see cref="FieldReads.Result"/>, <see cref="FieldReads.Latency"/> and <see cref="FieldReads.Time"/>, and what decides the factor.</param>
sealed class MeasuredField(FieldDefinition definition, FieldReads reads, NumberOf factor, Func<EventInfo, bool>? mayHave = null) : Field(definition)
{
    public override FieldReads Reads => reads;

    public override bool MayHave(EventInfo type) => mayHave is null || mayHave(type);

    /// <summary>What the number is multiplied with; false where the event has no value.</summary>
    public bool TryFactor(Event e, out long value) => factor(e, out value);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Number = 0;
        if (!factor(e, out var times))
            return false;
        if ((reads & FieldReads.Time) != 0)
            value.Number = (long)e.Timestamp;
        else if ((reads & FieldReads.Latency) != 0)
            value.Number = (long)e.Latency;
        else if (!EventResult.TryGet(e, out value.Number))
            value.Number = e.Raw.Int64(0);
        if ((reads & FieldReads.Result) != 0 && value.Number < 0)
            return false;
        value.Number *= times;
        return true;
    }
}

/// <summary>A field whose values are texts, addresses or buffers.</summary>
sealed class TextField(FieldDefinition definition, FieldReads reads, TextOf of) : Field(definition)
{
    readonly Utf8Writer _scratch = new(64);

    public override FieldReads Reads => reads;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        _scratch.Clear();
        return of(e, _scratch, ref value.Bytes);
    }
}

/// <summary>A text that a thread's version holds ready.</summary>
sealed class ThreadTextField(FieldDefinition definition, Func<State.ThreadInfo, byte[]?> of) : Field(definition)
{
    public override FieldReads Reads => FieldReads.Thread;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (e.Thread is null || of(e.Thread) is not { } text)
            return false;
        value.Bytes = text;
        return true;
    }
}

/// <summary>A field that never has a value here: its source (a plugin, an orchestrator) does not come with captures.</summary>
sealed class AbsentField(FieldDefinition definition) : Field(definition)
{
    public override FieldReads Reads => FieldReads.None;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        return false;
    }
}
