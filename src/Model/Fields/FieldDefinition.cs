using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>How a field may be used (libs' filtercheck_field_flags).</summary>
[Flags]
public enum FieldFlags : ushort
{
    None = 0,
    FilterOnly = 1, PrintOnly = 2, ArgRequired = 4, ArgAllowed = 8, TableOnly = 16, Deprecated = 32, NoRhs = 64, NoTransformer = 128, IsList = 256,
}

/// <summary>What a field's value depends on beside the event's time; a query asks once a version, not once an event.</summary>
public enum FieldScope : byte
{
    /// <summary>The event's bytes, or the state of other things at its moment.</summary>
    Event,
    /// <summary>The thread's version alone.</summary>
    Thread,
    /// <summary>The fd's version alone.</summary>
    Fd,
    /// <summary>The event's type (its code in the table) alone: evt.type, evt.dir, evt.category ...</summary>
    Code,
}

/// <summary>A field of the catalogue: its name and how filters, formats and lists may use it.</summary>
public sealed class FieldDefinition
{
    public required string Name { get; init; }
    public required ParamType Type { get; init; }
    public required PrintFormat Format { get; init; }
    public FieldFlags Flags { get; init; }
    public required string Description { get; init; }
    /// <summary>Makes the field for an argument (null without one).</summary>
    /// <remarks>Throws <see cref="FieldException"/> when the argument is missing, not allowed, or wrong.</remarks>
    public required Func<FieldDefinition, string?, Field> Bind { get; init; }
}

/// <summary>A field name or its argument is wrong; the message is one line for the user.</summary>
public sealed class FieldException(string message) : Exception(message);

/// <summary>A field bound to its argument, ready to be asked of any event. It may own a scratch buffer: one instance a thread.</summary>
public abstract class Field(FieldDefinition definition)
{
    public FieldDefinition Definition { get; } = definition;
    public virtual FieldScope Scope => FieldScope.Event;

    /// <summary>The field may have several values at an event: it overrides <see cref="Any"/>, and filters ask that instead of <see cref="TryGet"/>.</summary>
    public virtual bool HasMany => false;

    /// <summary>The value at an event; false when the event has none (printed as &lt;NA&gt;).</summary>
    public abstract bool TryGet(Event e, ref FieldValue value);

    /// <summary>Tests every value the field has at an event (fd.ip has two, proc.aname one an ancestor); true when one passes.</summary>
    public virtual bool Any<TTest>(Event e, ref TTest test) where TTest : struct, IValueTest
    {
        var value = new FieldValue { Type = Definition.Type, Format = Definition.Format };
        return TryGet(e, ref value) && test.Test(value);
    }
}

/// <summary>A comparison, without an allocation.</summary>
public interface IValueTest
{
    bool Test(in FieldValue value);
}
