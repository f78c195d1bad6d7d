namespace CSysdig.Model.Fields.Transforms;

/// <summary>A field whose type differs from event to event, where its value is of the kind it is compared as.</summary>
sealed class KindField(Field source, ValueKind kind) : Field(source.Definition)
{
    public override FieldReads Reads => source.Reads;

    public override bool TryGet(Event e, ref FieldValue value) =>
        source.TryGet(e, ref value) && ValueKinds.Of(value.Type).IsNumber() == kind.IsNumber();
}
