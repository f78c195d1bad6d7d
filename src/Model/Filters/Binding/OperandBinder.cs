using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Filters.Transforms;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Finds the field that an operand names, with the transformers around it.</summary>
sealed class OperandBinder(bool asPrinted)
{
    const string RawArgument = "evt.rawarg.";

    /// <summary>The field and the type its values are compared as.</summary>
    /// <exception cref="FilterException">There is no such field, or a transformer doesn't suit it.</exception>
    public (Field Field, ParamType Type) Bind(Operand operand) => operand switch
    {
        FieldOperand field => BindField(field),
        LiteralOperand literal => (new LiteralField(literal.Literal.Bytes), ParamType.CharBuf),
        TransformOperand transform => BindTransform(transform),
        _ => throw new ArgumentException("an unknown kind of operand", nameof(operand)),
    };

    (Field, ParamType) BindField(FieldOperand operand)
    {
        try
        {
            var field = FieldCatalog.Bind(operand.Text, asPrinted);
            if ((field.Definition.Flags & FieldFlags.PrintOnly) != 0)
                throw new FilterException($"{field.Definition.Name} is for printing only", operand.Column);
            if (DeltaField.IsDelta(field))
                field = new DeltaField(field);
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
        var arguments = operand.Arguments.Select(Bind).ToArray();
        if (operand.Name == "concat")
            return Concat(operand, arguments);
        if (arguments.Length != 1)
            throw new FilterException($"{operand.Name}() takes one field", operand.Column);
        var (field, type) = arguments[0];
        if (operand.Name == "val")
            return arguments[0];
        if ((field.Definition.Flags & FieldFlags.NoTransformer) != 0)
            throw new FilterException($"{field.Definition.Name} can't be given to {operand.Name}()", operand.Column);
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
            throw new FilterException("concat() takes two texts or more", operand.Column);
        for (var i = 0; i < arguments.Length; i++)
            if (ValueKinds.Of(arguments[i].Type) != ValueKind.Text || arguments[i].Field.HasMany)
                throw new FilterException("concat() takes texts only", operand.Arguments[i].Column);
        return (new ConcatField([.. arguments.Select(a => a.Field)]), ParamType.CharBuf);
    }
}
