using MessagePack;

namespace CSysdig.Model.History.Packing;

/// <summary>A run of packed bytes in a cache file or a spool.</summary>
/// <param name="Sum">Of the packed bytes.</param>
readonly record struct CacheSection(long Offset, int Packed, int Length, ulong Sum)
{
    public const int Most = 1 << 30;

    public void Write(ref MessagePackWriter to)
    {
        to.Write(Offset);
        to.Write(Packed);
        to.Write(Length);
        to.Write(Sum);
    }

    public static void Write(ref MessagePackWriter to, IReadOnlyList<CacheSection> sections)
    {
        to.WriteArrayHeader(sections.Count);
        foreach (var section in sections)
            section.Write(ref to);
    }

    public static CacheSection Read(ref MessagePackReader from)
    {
        var section = new CacheSection(from.ReadInt64(), from.ReadInt32(), from.ReadInt32(), from.ReadUInt64());
        return section is { Offset: >= 0, Packed: >= 0 and < Most, Length: >= 0 and < Most } ? section : throw new InvalidDataException("a section is nowhere");
    }

    public static CacheSection[] ReadAll(ref MessagePackReader from)
    {
        // No more than there are bytes left: the header is refused otherwise.
        var sections = new CacheSection[from.ReadArrayHeader()];
        for (var i = 0; i < sections.Length; i++)
            sections[i] = Read(ref from);
        return sections;
    }
}
