using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>How a field may be used (libs' filtercheck_field_flags).</summary>
[Flags]
public enum FieldFlags : ushort
{
    None = 0,
    FilterOnly = 1, PrintOnly = 2, ArgRequired = 4, ArgAllowed = 8, TableOnly = 16, Deprecated = 32, NoRhs = 64, NoTransformer = 128, IsList = 256,
}

/// <summary>What a field's value depends on; a query may ask once a version instead of once an event.</summary>
public enum FieldScope : byte
{
    /// <summary>The event's bytes, its time, or the state of other things at its moment (parents, memory, counts): ask every event.</summary>
    Event,
    /// <summary>The thread's version alone. An event without a thread has no value.</summary>
    Thread,
    /// <summary>The thread's id: as <see cref="Thread"/>, but an event of a thread that isn't known tells it in its bytes.</summary>
    ThreadId,
    /// <summary>
    /// The fd's version alone, at an event that has one and did not fail. Where <see cref="Model.Event.Fd"/> is null, or
    /// <see cref="Model.Event.ErrorCode"/> is not 0, the value may come from the event itself (the name of a file that could
    /// not be opened): ask every such event.
    /// </summary>
    Fd,
    /// <summary>The event's code in the table alone: evt.type, evt.dir ... A generic or an async event tells its name in its bytes: ask every such event.</summary>
    Code,
    /// <summary>
    /// The version of the process's main thread, which is the thread's own where it is that; in captures of exits only it may
    /// be more.
    /// </summary>
    Process,
    /// <summary>
    /// The version of the thread's parent at the event's moment; an event of a thread without one has no value. In captures of exits
    /// only it may be more.
    /// </summary>
    Parent,
    /// <summary>The fd's version, as with <see cref="Fd"/>, and the container of the thread, where it is in one.</summary>
    LocalFd,
    /// <summary>The kind of the fd; an event that has none, or of which nothing is known, has no value.</summary>
    FdType,
    /// <summary>
    /// What sort of event it is: its type, for a generic event the call, what kind of fd it is about if any, whether its thread is known
    /// and a main one, whether it tells a result, and which error.
    /// </summary>
    Kind,
    /// <summary>The versions of thread and fd, the fd's number, and the sort of event.</summary>
    Class,
}

/// <summary>A number of every event that lies ready, to be summed without a look at the event.</summary>
public enum Measure : byte
{
    None,
    /// <summary>What the call returned. An event whose call failed, or tells no result, has none.</summary>
    Result,
    /// <summary>Nanoseconds from the call to its return.</summary>
    Latency,
    /// <summary>Nanoseconds since 1970.</summary>
    Time,
    /// <summary>The number of the processor, signed as a field has it.</summary>
    Cpu,
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
    public virtual FieldScope Scope => FieldScope.Event;

    /// <summary>The field may have several values at an event: it overrides <see cref="Any"/>, and filters ask that instead of <see cref="TryGet"/>.</summary>
    public virtual bool HasMany => false;

    /// <summary>The value is this number of the event, or a multiple of it, as <see cref="TryFactor"/> says.</summary>
    public virtual Measure Measure => Measure.None;

    /// <summary>
    /// What the <see cref="Measure"/> is multiplied with; false where the event has no value. It depends on the sort of event alone
    /// (<see cref="FieldScope.Kind"/>).
    /// </summary>
    public virtual bool TryFactor(Event e, out long factor)
    {
        factor = 0;
        return false;
    }

    /// <summary>
    /// The largest value at events like this one (of the same class, see <see cref="FieldScope.Class"/>) from this one to before an
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
