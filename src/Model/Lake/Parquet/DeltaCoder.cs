using System.Numerics;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>DELTA_BINARY_PACKED: of numbers that follow each other, how much larger each is than the one before, in as many bits as that takes.</summary>
static class DeltaCoder
{
    const int Block = 128, Parts = 4, Part = Block / Parts;

    public static void Write(Utf8Writer to, ReadOnlySpan<long> values)
    {
        Varint.Write(to, Block);
        Varint.Write(to, Parts);
        Varint.Write(to, (ulong)values.Length);
        Varint.WriteSigned(to, values.Length == 0 ? 0 : values[0]);
        Span<long> deltas = stackalloc long[Block];
        for (var at = 1; at < values.Length; at += Block)
        {
            var count = Math.Min(Block, values.Length - at);
            for (var i = 0; i < count; i++)
                deltas[i] = unchecked(values[at + i] - values[at + i - 1]);
            WriteBlock(to, deltas[..count], deltas);
        }
    }

    static void WriteBlock(Utf8Writer to, Span<long> deltas, Span<long> whole)
    {
        var least = long.MaxValue;
        foreach (var delta in deltas)
            least = Math.Min(least, delta);
        whole[deltas.Length..].Fill(least);
        Varint.WriteSigned(to, least);
        Span<int> widths = stackalloc int[Parts];
        for (var part = 0; part < Parts; part++)
        {
            var all = 0ul;
            foreach (var delta in whole.Slice(part * Part, Part))
                all |= unchecked((ulong)(delta - least));
            widths[part] = 64 - BitOperations.LeadingZeroCount(all);
            to.Write((byte)widths[part]);
        }
        for (var part = 0; part * Part < deltas.Length; part++)
        {
            var bits = new BitPacker(to);
            foreach (var delta in whole.Slice(part * Part, Part))
                bits.Add(unchecked((ulong)(delta - least)), widths[part]);
            bits.End();
        }
    }
}
