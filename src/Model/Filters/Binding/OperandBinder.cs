using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Fields.Transforms;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Finds the field that an operand names, with the transformers around it.</summary>
sealed class OperandBinder(bool asPrinted, bool compat = false)
{
    const string RawArgument = "evt.rawarg.";

    /// <summary>The field and the type its values are compared as.</summary>
    /// <exception cref="FilterException">There is no such field, or a transformer doesn't suit it.</exception>
    public (Field Field, ParamType Type) Bind(Operand operand) => operand switch
    {
        FieldOperand field => BindField(field),
        LiteralOperand literal => (new LiteralField(literal.Literal.Bytes), ParamType.CharBuf),
        ListOperand list => (new ListField([.. list.Items.Select(i => Bind(i).Field)]), ParamType.CharBuf),
        TransformOperand transform => BindTransform(transform),
        _ => throw new ArgumentException("an unknown kind of operand", nameof(operand)),
    };

    /// <summary>The same for what stands on the right of an operator: there val() is around a field that is meant as one.</summary>
    public (Field Field, ParamType Type) BindRight(Operand operand) => operand is not TransformOperand { Name: "val", Selector: null } val ? Bind(operand)
        : val.Arguments is [FieldOperand field] ? Bind(field)
        : throw new FilterException("val() takes one field, as in fd.name = val(proc.cwd)", operand.Column);

    (Field, ParamType) BindField(FieldOperand operand)
    {
        try
        {
            var field = FieldCatalog.Bind(operand.Text, asPrinted);
            if ((field.Definition.Flags & FieldFlags.PrintOnly) != 0)
                throw new FilterException($"{field.Definition.Name} can be used in an output format only, not in a filter", operand.Column);
            if (compat)
                field = DeltaField.IsDelta(field) ? new DeltaField(field) : field is CounterField or ExecTimeField or HumanLatencyField ? new AskedField(field) : field;
            if (field.Definition.Type != ParamType.Dyn)
                return (field, field.Definition.Type);
            var type = RawType(operand);
            return (new KindField(field, ValueKinds.Of(type)), type);
        }
        catch (FieldException e)
        {
            throw new FilterException(e.Message, operand.Column);
        }
    }

    /// <summary>
    /// The type of a raw argument differs from event to event; as in sysdig it is compared as the type of the first event
    /// in the table that has an argument of the name.
    /// </summary>
    static ParamType RawType(FieldOperand operand)
    {
        if (operand.Text.StartsWith(RawArgument, StringComparison.Ordinal))
            foreach (var info in EventTable.All)
                if (info.IndexOf(operand.Text[RawArgument.Length..]) is var index and >= 0)
                    return info.Params[index].Type;
        throw new FilterException($"{operand.Text} must name its argument, as in evt.rawarg.res", operand.Column);
    }

    (Field, ParamType) BindTransform(TransformOperand operand)
    {
        if (operand.Selector is not null && operand.Name != "getopt")
            throw new FilterException($"{operand.Name}() takes no brackets behind it", operand.Column);
        if (operand.Name == "val")
            throw new FilterException("val() stands around a field on the right of an operator, as in fd.name = val(proc.cwd); here write the field alone", operand.Column);
        if (operand.Name == "getopt")
            return Options(operand);
        if (operand.Name == "join")
            return Join(operand);
        var arguments = operand.Arguments.Select(Bind).ToArray();
        if (operand.Name == "concat")
            return Concat(operand, arguments);
        if (arguments.Length != 1)
            throw new FilterException($"{operand.Name}() takes one field, as in {operand.Name}(proc.name)", operand.Column);
        var (field, type) = arguments[0];
        if (field is ListField)
            throw new FilterException($"{operand.Name}() takes one field, not a list", operand.Arguments[0].Column);
        if ((field.Definition.Flags & FieldFlags.NoTransformer) != 0)
            throw new FilterException($"{operand.Name}() can't take {field.Definition.Name}, whose values differ from event to event in kind or number", operand.Column);
        var kind = ValueKinds.Of(type);
        var isList = field.HasMany;
        Field? transformed = (operand.Name, kind) switch
        {
            ("len", ValueKind.Text or ValueKind.Bytes) => new LengthField(field),
            ("len", _) when isList => new LengthField(field),
            ("basename", ValueKind.Text) when !isList => new BaseNameField(field),
            ("tolower", ValueKind.Text) when !isList => new CaseField(field, upper: false),
            ("toupper", ValueKind.Text) when !isList => new CaseField(field, upper: true),
            ("b64", ValueKind.Text or ValueKind.Bytes) when !isList => new Base64Field(field),
            _ => null,
        };
        return transformed is null
            ? throw new FilterException($"{operand.Name}() does not suit {field.Definition.Name}, which is {kind.Name()}", operand.Column)
            : (transformed, transformed.Definition.Type);
    }

    static (Field, ParamType) Concat(TransformOperand operand, (Field Field, ParamType Type)[] arguments)
    {
        if (arguments.Length < 2)
            throw new FilterException("concat() takes two texts or more, as in concat(proc.name, \":\", fd.name)", operand.Column);
        for (var i = 0; i < arguments.Length; i++)
            if (ValueKinds.Of(arguments[i].Type) != ValueKind.Text || arguments[i].Field.HasMany)
                throw new FilterException("concat() takes texts only", operand.Arguments[i].Column);
        return (new ConcatField([.. arguments.Select(a => a.Field)]), ParamType.CharBuf);
    }

    (Field, ParamType) Join(TransformOperand operand)
    {
        if (operand.Arguments.Count != 2)
            throw new FilterException("join() takes what stands between and a list, as in join(\"-\", (proc.name, fd.name))", operand.Column);
        return (new JoinField(Text(operand.Arguments[0], "what stands between"), List(operand.Arguments[1], "join()")), ParamType.CharBuf);
    }

    (Field, ParamType) Options(TransformOperand operand)
    {
        if (operand.Arguments.Count != 2)
            throw new FilterException("getopt() takes a list of arguments and the letters of options, with a colon behind those that have a value, as in getopt(proc.args, \"nt:\")", operand.Column);
        var (list, letters) = (List(operand.Arguments[0], "getopt()"), Text(operand.Arguments[1], "the letters of options"));
        return operand.Selector switch
        {
            null => (new OptionsField(list, letters), ParamType.CharBuf),
            [> ' ' and < '\x7f' and var letter] => (new OptionField(list, letters, (byte)letter), ParamType.CharBuf),
            _ => throw new FilterException("getopt() has the letter of one option in the brackets behind it, as in getopt(proc.args, \"nt:\")[t]", operand.Column),
        };
    }

    Field Text(Operand operand, string what)
    {
        var (field, type) = Bind(operand);
        return ValueKinds.Of(type) == ValueKind.Text && !field.HasMany ? field
            : throw new FilterException($"{what} must be a text, not {(field.HasMany ? "a list" : ValueKinds.Of(type).Name())}", operand.Column);
    }

    /// <summary>A list in brackets, a field with several values, or the arguments of a process.</summary>
    Field List(Operand operand, string call)
    {
        if (operand is FieldOperand { Text: "proc.args" })
            return new ArgumentListField();
        var field = Bind(operand).Field;
        return field is ListField or OptionsField || (field.Definition.Flags & FieldFlags.IsList) != 0 ? field
            : throw new FilterException($"{call} takes a list here: (fd.name, \"x\"), or a field that is one, such as proc.args or fd.types", operand.Column);
    }
}
