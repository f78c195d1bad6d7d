using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>
/// A field that sysdig 0.29.3 understood otherwise. Of a capture with enter events the command line prints and filters it as that
/// version did; screens use the field itself. Values that were wrong are printed to a file or pipe alone, and when they are asked for.
/// </summary>
sealed class AgedField(Field older, Field newer, string leftOver) : Field(newer.Definition)
{
    /// <summary>What 0.29.3 took for text after the field: an argument it did not know, as in <c>%proc.env[HOME]</c>.</summary>
    public string LeftOver { get; } = leftOver;

    public override bool TryGet(Event e, ref FieldValue value) => (e.State.ExitOnly ? newer : older).TryGet(e, ref value);

    /// <summary>Binds a field where it differs by age, else returns null.</summary>
    /// <param name="written">The argument as it stands in a format; null in a filter.</param>
    public static AgedField? Bind(FieldDefinition definition, string? argument, string? written) => definition.Name switch
    {
        "proc.args" or "proc.env" when argument is not null => new AgedField(definition.Bind(definition, null), definition.Bind(definition, argument), written ?? ""),
        "proc.aname" or "proc.apid" when argument is null && written is not null =>
            new AgedField(definition.Bind(definition, "0"), definition.Bind(definition, null), definition.Name),
        "user.loginuid" => new AgedField(new MisreadNumber(definition, t => (int?)t.MisreadLoginUid ?? (int)t.LoginUid), definition.Bind(definition, null), ""),
        "user.loginname" => new AgedField(new MisreadLoginName(definition), definition.Bind(definition, null), ""),
        "proc.tty" => new AgedField(new MisreadNumber(definition, t => t.MisreadTty ?? t.Tty), definition.Bind(definition, null), ""),
        "evt.hostname" => new AgedField(definition.Bind(definition, null), new UntoldField(definition, definition.Bind(definition, null)), ""),
        "thread.exectime" or "thread.totexectime" => new AgedField(definition.Bind(definition, null), new UntoldField(definition, definition.Bind(definition, null)), ""),
        "proc.pidns_init_start_ts" => new AgedField(definition.Bind(definition, null), new ToldStart(definition, definition.Bind(definition, null)), ""),
        "group.gid" => new AgedField(new WideGroupId(definition), definition.Bind(definition, null), ""),
        _ => null,
    };
}

/// <summary>A number that 0.29.3 misreads in the process list.</summary>
sealed class MisreadNumber(FieldDefinition definition, Func<ThreadInfo, long> misread) : Field(definition)
{
    readonly Field _right = definition.Bind(definition, null);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!_right.TryGet(e, ref value))
            return false;
        if (e.IsAsMisread)
            value.Number = misread(e.Thread!);
        return true;
    }
}

/// <summary>The name that belongs to the login uid which 0.29.3 misreads.</summary>
sealed class MisreadLoginName(FieldDefinition definition) : Field(definition)
{
    readonly Field _right = definition.Bind(definition, null);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!e.IsAsMisread || e.Thread?.MisreadLoginUid is not { } uid)
            return _right.TryGet(e, ref value);
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        var user = e.State.Users.Find(uid, e.Number);
        value.Bytes = user?.Name;
        return user is not null;
    }
}

/// <summary>
/// A field that needs to know the machine, which libs 0.25.4 forgets when it reads a capture: an empty text, or 0.
/// </summary>
sealed class UntoldField(FieldDefinition definition, Field right) : Field(definition)
{
    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!right.TryGet(e, ref value))
            return false;
        if (!e.IsAsMisread)
            return true;
        value.Number = 0;
        value.Bytes = default;
        return true;
    }
}

/// <summary>
/// When a pid namespace started, where the capture says it: libs 0.25.4 takes the start of the machine for a clone's, and forgets
/// that when it reads a capture.
/// </summary>
sealed class ToldStart(FieldDefinition definition, Field right) : Field(definition)
{
    public override bool TryGet(Event e, ref FieldValue value) =>
        right.TryGet(e, ref value) && (!e.IsAsMisread || (ulong)value.Number != e.State.Machine.BootTimestamp);
}

/// <summary>
/// group.gid as 0.29.3 prints it to a file or pipe: 64 bits of a 32-bit id, so that the number of the thread's children stands in
/// the upper half.
/// </summary>
sealed class WideGroupId(FieldDefinition definition) : Field(definition)
{
    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.UInt64;
        value.Format = Definition.Format;
        if (e.Thread is not { } thread)
            return false;
        value.Number = !e.IsAsMisread ? thread.Gid : (long)thread.ChildCount << 32 | thread.Gid;
        return true;
    }
}
