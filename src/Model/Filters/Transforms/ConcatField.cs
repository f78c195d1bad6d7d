using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Transforms;

/// <summary><c>concat()</c>: texts behind each other; none where one of them is missing.</summary>
sealed class ConcatField(Field[] parts) : Field(LiteralField.Define("concat()"))
{
    readonly Utf8Writer _scratch = new();

    public override bool TryGet(Event e, ref FieldValue value)
    {
        _scratch.Clear();
        foreach (var part in parts)
        {
            if (!part.TryGet(e, ref value))
                return false;
            _scratch.Write(value.Bytes);
        }
        value.Type = ParamType.CharBuf;
        value.Bytes = _scratch.Written;
        return true;
    }
}

/// <summary>A written text among a transformer's arguments.</summary>
sealed class LiteralField(byte[] text) : Field(Define("a text"))
{
    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.CharBuf;
        value.Bytes = text;
        return true;
    }

    public static FieldDefinition Define(string name) => new()
    {
        Name = name,
        Type = ParamType.CharBuf,
        Format = PrintFormat.NotApplicable,
        Flags = FieldFlags.FilterOnly,
        Description = "a part of a filter",
        Bind = (_, _) => throw new NotSupportedException("a part of a filter is bound with it"),
    };
}
