using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields.Transforms;

/// <summary>A written text among a transformer's arguments.</summary>
sealed class LiteralField(byte[] text) : Field(Define("a text"))
{
    public override FieldReads Reads => FieldReads.None;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.CharBuf;
        value.Format = PrintFormat.NotApplicable;
        value.Bytes = text;
        return true;
    }

    /// <summary>What a filter or a format makes of fields: a text under a name that no catalogue has.</summary>
    public static FieldDefinition Define(string name, FieldFlags flags = FieldFlags.None) => new()
    {
        Name = name,
        Type = ParamType.CharBuf,
        Format = PrintFormat.NotApplicable,
        Flags = flags,
        Description = "a part of a filter",
        Bind = (_, _) => throw new NotSupportedException("a part of a filter is bound with it"),
    };
}
