using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields.Transforms;

/// <summary>A field whose value is made from another field's; it has none where that has none.</summary>
abstract class TransformField(string name, Field field, ParamType type, PrintFormat format) : Field(Define(name, field, type, format))
{
    protected Field Inner { get; } = field;
    protected Utf8Writer Scratch { get; } = new(64);

    public override FieldReads Reads => Inner.Reads;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!Inner.TryGet(e, ref value))
            return false;
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        Scratch.Clear();
        return Transform(ref value);
    }

    /// <summary>Replaces the value; false when nothing can be made of it.</summary>
    protected abstract bool Transform(ref FieldValue value);

    static FieldDefinition Define(string name, Field field, ParamType type, PrintFormat format) => new()
    {
        Name = $"{name}({field.Definition.Name})",
        Type = type,
        Format = format,
        Flags = field.Definition.Flags & ~FieldFlags.IsList,
        IsDecoded = name == "b64",
        Description = field.Definition.Description,
        Bind = (_, _) => throw new NotSupportedException("a transformed field is bound with its filter"),
    };
}

/// <summary><c>toupper()</c>, <c>tolower()</c>: letters of ASCII.</summary>
sealed class CaseField(Field field, bool upper)
    : TransformField(upper ? "toupper" : "tolower", field, field.Definition.Type, field.Definition.Format)
{
    protected override bool Transform(ref FieldValue value)
    {
        var text = Scratch.Reserve(value.Bytes.Length);
        for (var i = 0; i < value.Bytes.Length; i++)
            text[i] = upper ? AsciiCase.ToUpper(value.Bytes[i]) : AsciiCase.ToLower(value.Bytes[i]);
        value.Bytes = text[..value.Bytes.Length];
        return true;
    }
}

/// <summary><c>basename()</c>: what follows the last slash.</summary>
sealed class BaseNameField(Field field) : TransformField("basename", field, field.Definition.Type, field.Definition.Format)
{
    protected override bool Transform(ref FieldValue value)
    {
        value.Bytes = value.Bytes[(value.Bytes.LastIndexOf((byte)'/') + 1)..];
        return true;
    }
}

/// <summary><c>b64()</c>: what a base64 text means; its padding may be missing, and where it is no base64 there is no value.</summary>
sealed class Base64Field(Field field) : TransformField("b64", field, field.Definition.Type, field.Definition.Format)
{
    protected override bool Transform(ref FieldValue value)
    {
        var text = value.Bytes.TrimEnd((byte)0);
        for (var padding = 0; padding < 2 && text.EndsWith("="u8); padding++)
            text = text[..^1];
        if (text.Length % 4 == 1 || text.IsEmpty && !value.Bytes.IsEmpty)
            return false;
        uint bits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Digit(text[i]) is not { } digit)
                return false;
            bits = bits << 6 | digit;
            // The second, third and fourth digit of four complete a byte each.
            if (i % 4 is > 0 and var place)
                Scratch.Write((byte)(bits >> (6 - 2 * place)));
        }
        value.Bytes = Scratch.Written;
        // What is left over of the last digit must be zero.
        return (text.Length % 4) switch { 2 => (bits & 15) == 0, 3 => (bits & 3) == 0, _ => true };
    }

    static uint? Digit(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => (uint)(character - 'A'),
        >= (byte)'a' and <= (byte)'z' => (uint)(character - 'a' + 26),
        >= (byte)'0' and <= (byte)'9' => (uint)(character - '0' + 52),
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => null,
    };
}

/// <summary><c>len()</c>: bytes of a text or buffer, or how many values a list has.</summary>
sealed class LengthField(Field field) : TransformField("len", field, ParamType.UInt64, field.Definition.Format)
{
    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!Inner.HasMany)
            return base.TryGet(e, ref value);
        var counter = new Counter();
        Inner.Any(e, ref counter);
        value = new FieldValue { Type = ParamType.UInt64, Format = Definition.Format, Number = counter.Count };
        return counter.Count > 0;
    }

    protected override bool Transform(ref FieldValue value)
    {
        value.Number = value.Bytes.Length;
        return true;
    }

    struct Counter : IValueTest
    {
        public int Count;

        public bool Test(in FieldValue value)
        {
            Count++;
            return false;
        }
    }
}
