using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>
/// Fields of things that no capture holds any more: tracers, Mesos, Marathon. They are known, so that old filters and formats are
/// read, and never have a value.
/// </summary>
static class AbsentFields
{
    static readonly (string Name, ParamType Type, PrintFormat Format)[] s_spans =
    [
        ("id", ParamType.Int64, PrintFormat.Id), ("ntags", ParamType.UInt32, PrintFormat.Dec), ("nargs", ParamType.UInt32, PrintFormat.Dec),
        ("tags", ParamType.CharBuf, PrintFormat.NotApplicable), ("tag", ParamType.CharBuf, PrintFormat.NotApplicable),
        ("args", ParamType.CharBuf, PrintFormat.NotApplicable), ("arg", ParamType.CharBuf, PrintFormat.NotApplicable),
    ];

    public static FieldDefinition[] All { get; } =
    [
        .. Spans("span"), .. Spans("evtin.span"), .. Spans("evtin.span.p"), .. Spans("evtin.span.s"), .. Spans("evtin.span.m"),
        Span("span.time", ParamType.CharBuf, PrintFormat.NotApplicable),
        Span("span.enterargs", ParamType.CharBuf, PrintFormat.NotApplicable),
        Span("span.enterarg", ParamType.CharBuf, PrintFormat.NotApplicable),
        Span("span.duration", ParamType.RelTime, PrintFormat.Dec),
        Span("span.duration.human", ParamType.CharBuf, PrintFormat.NotApplicable),
        Span("span.duration.quantized", ParamType.UInt64, PrintFormat.Dec, FieldFlags.TableOnly),
        Span("span.duration.fortag", ParamType.RelTime, PrintFormat.Dec, FieldFlags.TableOnly),
        Span("span.count", ParamType.UInt64, PrintFormat.Dec, FieldFlags.TableOnly),
        Span("span.count.fortag", ParamType.UInt64, PrintFormat.Dec, FieldFlags.TableOnly),
        Span("span.childcount.fortag", ParamType.UInt64, PrintFormat.Dec, FieldFlags.TableOnly),
        Span("span.idtag", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.TableOnly),
        Span("span.rawtime", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.TableOnly),
        Span("span.rawparenttime", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.TableOnly),
        .. Orchestrator("mesos.task"), .. Orchestrator("marathon.app"),
        Named("mesos.framework.name"), Named("mesos.framework.id"), Named("marathon.group.name"), Named("marathon.group.id"),
    ];

    /// <summary>A text without a value.</summary>
    public static FieldDefinition Text(string name, string description, FieldFlags flags = FieldFlags.None) =>
        Define.Plain(name, ParamType.CharBuf, PrintFormat.NotApplicable, flags, description, d => new AbsentField(d));

    /// <summary>A text without a value that takes an argument.</summary>
    public static FieldDefinition WithArgument(string name, string description, ArgumentSyntax syntax) =>
        Define.WithArgument(name, ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgRequired | FieldFlags.Deprecated, syntax,
            description, (d, _) => new AbsentField(d));

    static IEnumerable<FieldDefinition> Spans(string prefix)
    {
        foreach (var (name, type, format) in s_spans)
            yield return Span($"{prefix}.{name}", type, format);
    }

    static FieldDefinition Span(string name, ParamType type, PrintFormat format, FieldFlags flags = FieldFlags.None)
    {
        const string Description = "of tracers, which current captures do not hold: no value";
        var last = name[(name.LastIndexOf('.') + 1)..];
        flags |= FieldFlags.Deprecated;
        return last is "tag" or "arg" or "enterarg" or "fortag"
            ? Define.WithArgument(name, type, format, flags | FieldFlags.ArgRequired, ArgumentSyntax.LabelOrBracket, Description, (d, _) => new AbsentField(d))
            : Define.Plain(name, type, format, flags, Description, d => new AbsentField(d));
    }

    static IEnumerable<FieldDefinition> Orchestrator(string prefix)
    {
        yield return Named(prefix + ".name");
        yield return Named(prefix + ".id");
        yield return Named(prefix + ".labels");
        yield return WithArgument(prefix + ".label", "of Mesos, which captures do not hold: no value", ArgumentSyntax.Label);
    }

    static FieldDefinition Named(string name) => Text(name, "of Mesos, which captures do not hold: no value", FieldFlags.Deprecated);
}
