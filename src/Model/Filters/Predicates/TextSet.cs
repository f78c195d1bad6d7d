using System.Diagnostics.CodeAnalysis;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>Texts to be found among: lengths first, then a hash, without an allocation a question.</summary>
sealed class TextSet
{
    readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _texts;
    readonly ulong _lengths;

    public TextSet(IEnumerable<byte[]> texts)
    {
        var set = new HashSet<byte[]>(texts, BytesComparer.Instance);
        foreach (var text in set)
            _lengths |= LengthBit(text.Length);
        _texts = set.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public bool Contains(ReadOnlySpan<byte> text) => (_lengths & LengthBit(text.Length)) != 0 && _texts.Contains(text);

    /// <summary>Lengths of 63 and more share a bit.</summary>
    static ulong LengthBit(int length) => 1ul << Math.Min(length, 63);

    sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public bool Equals(ReadOnlySpan<byte> x, byte[] y) => x.SequenceEqual(y);
        public int GetHashCode([DisallowNull] byte[] bytes) => GetHashCode((ReadOnlySpan<byte>)bytes);
        public byte[] Create(ReadOnlySpan<byte> bytes) => bytes.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
