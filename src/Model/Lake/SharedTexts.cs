using System.IO.Hashing;

namespace CSysdig.Model.Lake;

/// <summary>Texts that are kept, once where the same comes again soon.</summary>
sealed class SharedTexts
{
    readonly byte[][] _recent = new byte[1 << 12][];

    public byte[] Of(ReadOnlySpan<byte> text)
    {
        ref var recent = ref _recent[XxHash64.HashToUInt64(text) % (ulong)_recent.Length];
        return recent is not null && text.SequenceEqual(recent) ? recent : recent = text.ToArray();
    }
}
