using CSysdig.Model.Text;

namespace CSysdig.Model.Fields.Transforms;

/// <summary><c>concat()</c>: texts behind each other; none where one of them is missing.</summary>
sealed class ConcatField(Field[] parts) : Field(LiteralField.Define("concat()"))
{
    readonly Utf8Writer _scratch = new();

    public override FieldReads Reads { get; } = parts.Aggregate(FieldReads.None, (reads, part) => reads | part.Reads);

    public override bool TryGet(Event e, ref FieldValue value)
    {
        _scratch.Clear();
        foreach (var part in parts)
        {
            if (!part.TryGet(e, ref value))
                return false;
            _scratch.Write(value.Bytes);
        }
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Bytes = _scratch.Written;
        return true;
    }
}
