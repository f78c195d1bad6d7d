using System.Numerics;
using System.Runtime.InteropServices;

namespace CSysdig.Model.History.Packing;

/// <summary>A checksum of bytes that are read again: fast enough to take of everything, good enough to tell damage; no defence against intent.</summary>
static class Checksum
{
    const ulong First = 0x9E3779B97F4A7C15, Second = 0xC2B2AE3D27D4EB4F;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        // Four lanes, because each step waits for the one before it in its lane.
        uint a = 1, b = 2, c = 3, d = 4;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }
        for (; i < words.Length; i++)
            a = BitOperations.Crc32C(a, words[i]);
        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
            b = BitOperations.Crc32C(b, last);
        return ((ulong)a << 32 | b) * First ^ ((ulong)c << 32 | d) * Second ^ (ulong)bytes.Length;
    }
}
