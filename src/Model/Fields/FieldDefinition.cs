using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>How a field may be used (libs' filtercheck_field_flags).</summary>
[Flags]
public enum FieldFlags : ushort
{
    None = 0,
    FilterOnly = 1, PrintOnly = 2, ArgRequired = 4, ArgAllowed = 8, TableOnly = 16, Deprecated = 32, NoRhs = 64, NoTransformer = 128, IsList = 256,
}

/// <summary>How the argument of a field is written.</summary>
public enum ArgumentSyntax : byte
{
    /// <summary>There is none.</summary>
    None,
    /// <summary><c>proc.aname[2]</c>, <c>container.mount[/etc]</c>, <c>proc.env[PATH]</c>: anything between brackets.</summary>
    Bracket,
    /// <summary><c>evt.arg.res</c> or <c>evt.arg[0]</c>: the longest name of a parameter, or an index.</summary>
    Parameter,
    /// <summary><c>thread.cgroup.cpu</c>: letters and underscores.</summary>
    Word,
    /// <summary><c>k8s.pod.label.app</c>: letters, digits and <c>/ _ - .</c></summary>
    Label,
    /// <summary>A label, or anything between brackets.</summary>
    LabelOrBracket,
    /// <summary><c>evt.type.is.openat</c> or <c>evt.type.is.6</c>: all the rest of the text.</summary>
    EventType,
    /// <summary><c>evt.abspath.src</c>, <c>evt.abspath.dst</c>, or nothing.</summary>
    Path,
}

/// <summary>A field of the catalogue: its name and how filters, formats and lists may use it.</summary>
public sealed class FieldDefinition
{
    public required string Name { get; init; }
    public required ParamType Type { get; init; }
    public required PrintFormat Format { get; init; }
    public FieldFlags Flags { get; init; }
    public ArgumentSyntax Argument { get; init; }
    /// <summary>The text is a time of the clock; JSON has the event's time in nanoseconds instead.</summary>
    public bool IsClock { get; init; }
    /// <summary>sysdig 0.29.3 leaves out what is not printable ASCII when it prints the value, though its filters see it.</summary>
    public bool IsStripped { get; init; }
    /// <summary>The text is what b64() makes: it may be any bytes, and is printed as it comes.</summary>
    internal bool IsDecoded { get; init; }
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

    /// <summary>What decides the value; <see cref="FieldReads.Event"/>, anything, is always right and slowest.</summary>
    public virtual FieldReads Reads => FieldReads.Event;

    /// <summary>The field may have several values at an event: it overrides <see cref="Any"/>, and filters ask that instead of <see cref="TryGet"/>.</summary>
    public virtual bool HasMany => false;

    /// <summary>
    /// The largest value at events like this one (of the same class: thread, fd, type, error) from this one to before an
    /// event's number, or more; false when nothing is known of it. All of them have a value if this one has.
    /// </summary>
    public virtual bool TryMost(Event e, long until, out long most)
    {
        most = 0;
        return false;
    }

    /// <summary>False when no event of this type has a value: a query need not look at it.</summary>
    public virtual bool MayHave(EventInfo type) => true;

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
