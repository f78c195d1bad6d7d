namespace CSysdig.Model.Lake;

/// <summary>What is exported beside what always is.</summary>
public sealed record LakeOptions
{
    /// <summary>Of what was read or written, the first bytes; 0 for none.</summary>
    public int Payload { get; init; }
    public bool Environment { get; init; }
    /// <summary>The program that writes, and its version.</summary>
    public required string Writer { get; init; }

    internal bool Has(LakeColumn column) => column.Option switch
    {
        LakeSchema.PayloadOption => Payload > 0,
        LakeSchema.EnvironmentOption => Environment,
        _ => true,
    };
}
