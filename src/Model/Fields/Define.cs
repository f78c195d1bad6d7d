using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>Rows of the catalogue: one call defines one field.</summary>
static class Define
{
    public static FieldDefinition Number(string name, ParamType type, PrintFormat format, string description, NumberOf of,
        FieldReads reads = FieldReads.Event, FieldFlags flags = FieldFlags.None) =>
        Plain(name, type, format, flags, description, d => new NumberField(d, reads, of));

    /// <summary>A number that every event has, or a multiple of it.</summary>
    /// <param name="reads">The number, and what decides the factor.</param>
    /// <param name="factor">The multiple; false where there is no value.</param>
    /// <param name="mayHave">Tells the event types that can have a value; null for all.</param>
    public static FieldDefinition Measured(string name, ParamType type, PrintFormat format, string description, FieldReads reads, NumberOf factor,
        FieldFlags flags = FieldFlags.None, Func<EventInfo, bool>? mayHave = null) =>
        Plain(name, type, format, flags, description, d => new MeasuredField(d, reads, factor, mayHave));

    public static FieldDefinition Bool(string name, string description, NumberOf of,
        FieldReads reads = FieldReads.Event, FieldFlags flags = FieldFlags.None) =>
        Number(name, ParamType.Bool, PrintFormat.NotApplicable, description, of, reads, flags);

    public static FieldDefinition Text(string name, string description, TextOf of, FieldReads reads = FieldReads.Event,
        FieldFlags flags = FieldFlags.None, ParamType type = ParamType.CharBuf, PrintFormat format = PrintFormat.NotApplicable) =>
        Plain(name, type, format, flags, description, d => new TextField(d, reads, of));

    /// <summary>A name chosen by a program, which is stripped in print.</summary>
    public static FieldDefinition Name(string name, string description, Func<FieldDefinition, Field> bind) => new()
    {
        Name = name,
        Type = ParamType.CharBuf,
        Format = PrintFormat.NotApplicable,
        IsStripped = true,
        Description = description,
        Bind = (definition, argument) => argument is null ? bind(definition) : throw NoArgument(name),
    };

    /// <summary>A time of the clock as a text.</summary>
    public static FieldDefinition Clock(string name, string description, FieldFlags flags, Func<FieldDefinition, Field> bind) => new()
    {
        Name = name,
        Type = ParamType.CharBuf,
        Format = PrintFormat.NotApplicable,
        Flags = flags,
        IsClock = true,
        Description = description,
        Bind = (definition, argument) => argument is null ? bind(definition) : throw NoArgument(name),
    };

    public static FieldDefinition ThreadText(string name, string description, Func<ThreadInfo, byte[]?> of) =>
        Plain(name, ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None, description, d => new ThreadTextField(d, of));

    /// <summary>A number of the thread's version.</summary>
    public static FieldDefinition ThreadNumber(string name, ParamType type, PrintFormat format, string description, Func<ThreadInfo, long> of) =>
        Number(name, type, format, description, (Event e, out long value) =>
        {
            value = e.Thread is { } thread ? of(thread) : 0;
            return e.Thread is not null;
        }, FieldReads.Thread);

    /// <summary>A field without an argument.</summary>
    public static FieldDefinition Plain(string name, ParamType type, PrintFormat format, FieldFlags flags, string description,
        Func<FieldDefinition, Field> bind) => new()
        {
            Name = name,
            Type = type,
            Format = format,
            Flags = flags,
            Description = description,
            Bind = (definition, argument) => argument is null ? bind(definition) : throw NoArgument(name),
        };

    /// <summary>A field with an argument, which is null where the user gave none.</summary>
    public static FieldDefinition WithArgument(string name, ParamType type, PrintFormat format, FieldFlags flags, ArgumentSyntax syntax,
        string description, Func<FieldDefinition, string?, Field> bind) => new()
        {
            Name = name,
            Type = type,
            Format = format,
            Flags = flags,
            Argument = syntax,
            Description = description,
            Bind = (definition, argument) => argument is null && (flags & FieldFlags.ArgRequired) != 0
                ? throw new FieldException($"the field {name} needs an argument: {Example(name, syntax)}")
                : bind(definition, argument),
        };

    static FieldException NoArgument(string name) => new($"the field {name} takes no argument");

    /// <summary>A field with an argument, for messages.</summary>
    public static string Example(string name, ArgumentSyntax syntax) => syntax switch
    {
        ArgumentSyntax.Parameter => $"{name}.fd or {name}[0]",
        ArgumentSyntax.Word => name + ".cpuacct",
        ArgumentSyntax.Label => name + ".app",
        ArgumentSyntax.EventType => name + ".open",
        _ when name.EndsWith("env", StringComparison.Ordinal) => name + "[PATH]",
        _ when name.StartsWith("container.mount", StringComparison.Ordinal) => name + "[/etc]",
        _ => name + "[0]",
    };
}
