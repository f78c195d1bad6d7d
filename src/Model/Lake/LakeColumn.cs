using CSysdig.Model.Lake.Parquet;

namespace CSysdig.Model.Lake;

/// <summary>What a column holds.</summary>
public enum LakeType : byte
{
    /// <summary>A text.</summary>
    Utf8,
    /// <summary>A 64-bit number with a sign, of which many come again.</summary>
    Number,
    /// <summary>One that is near the one before it.</summary>
    Sequence,
    /// <summary>Nanoseconds since 1970, in UTC.</summary>
    Time,
    Flag,
    /// <summary>Any bytes.</summary>
    Bytes,
}

/// <summary>A column of a table of the lake.</summary>
/// <param name="Field">The field of filters and formats that says the same, or null.</param>
/// <param name="Bloom">A Bloom filter tells which row groups can't hold a value.</param>
/// <param name="Option">The option without which the column is not there, or null.</param>
public sealed record LakeColumn(string Name, LakeType Type, string? Field, string Help, bool Bloom = false, string? Option = null)
{
    internal Column Make() => Type switch
    {
        LakeType.Utf8 => new TextColumn(Name, Bloom),
        LakeType.Number => new NumberColumn(Name, Bloom),
        LakeType.Sequence => new SequenceColumn(Name),
        LakeType.Time => new SequenceColumn(Name, Meaning.Time),
        LakeType.Flag => new FlagColumn(Name),
        _ => new BytesColumn(Name),
    };
}

/// <summary>A table of the lake.</summary>
public sealed record LakeTableDefinition(string Name, string Help, IReadOnlyList<LakeColumn> Columns);
