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
sealed class NumberField(FieldDefinition definition, FieldScope scope, NumberOf of, Func<EventInfo, bool>? mayHave = null, MostOf? most = null) : Field(definition)
{
    public override bool TryMost(Event e, long until, out long value)
    {
        value = 0;
        return most is not null && most(e, until, out value);
    }

    public override FieldScope Scope => scope;

    public override bool MayHave(EventInfo type) => mayHave is null || mayHave(type);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        return of(e, out value.Number);
    }
}

/// <summary>A field whose values are a number that every event has, times a factor that its sort decides.</summary>
sealed class MeasuredField(FieldDefinition definition, Measure measure, NumberOf factor, Func<EventInfo, bool>? mayHave = null) : Field(definition)
{
    public override Measure Measure => measure;

    public override bool MayHave(EventInfo type) => mayHave is null || mayHave(type);

    public override bool TryFactor(Event e, out long value) => factor(e, out value);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Number = 0;
        if (!factor(e, out var times))
            return false;
        switch (measure)
        {
            case Measure.Result:
                if (!EventResult.TryGet(e, out value.Number))
                    value.Number = e.Raw.Int64(0);
                if (value.Number < 0)
                    return false;
                break;
            case Measure.Latency:
                value.Number = (long)e.Latency;
                break;
            case Measure.Time:
                value.Number = (long)e.Raw.Timestamp;
                break;
            case Measure.Cpu:
                value.Number = (short)e.Raw.Cpu;
                break;
        }
        value.Number *= times;
        return true;
    }
}

/// <summary>A field whose values are texts, addresses or buffers.</summary>
sealed class TextField(FieldDefinition definition, FieldScope scope, TextOf of) : Field(definition)
{
    readonly Utf8Writer _scratch = new(64);

    public override FieldScope Scope => scope;

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
    public override FieldScope Scope => FieldScope.Thread;

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
    public override FieldScope Scope => FieldScope.Kind;

    public override bool MayHave(EventInfo type) => false;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        return false;
    }
}
