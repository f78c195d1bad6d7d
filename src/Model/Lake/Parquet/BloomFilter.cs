using System.Buffers.Binary;
using System.Numerics;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>A split-block Bloom filter: whether a value may be among those of a column, by its hash. It takes about ten bits a value and errs in one of a hundred.</summary>
sealed class BloomFilter
{
    const int BlockBytes = 32, BitsOfValue = 10, MostBytes = 1 << 20;

    static ReadOnlySpan<uint> Salt => [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];

    readonly byte[] _bytes;

    public BloomFilter(int values) =>
        _bytes = new byte[Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)Math.Min((long)values * BitsOfValue / 8, MostBytes)), BlockBytes, MostBytes)];

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Add(ulong hash)
    {
        var block = _bytes.AsSpan((int)((hash >> 32) * (ulong)(_bytes.Length / BlockBytes) >> 32) * BlockBytes, BlockBytes);
        for (var i = 0; i < Salt.Length; i++)
        {
            var word = block[(i * 4)..];
            var bit = 1u << (int)(unchecked((uint)hash * Salt[i]) >> 27);
            BinaryPrimitives.WriteUInt32LittleEndian(word, BinaryPrimitives.ReadUInt32LittleEndian(word) | bit);
        }
    }
}
