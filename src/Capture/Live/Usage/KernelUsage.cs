using System.Buffers.Binary;
using System.Numerics;
using CSysdig.Capture.Live.Bpf;

namespace CSysdig.Capture.Live.Usage;

/// <summary>The kernel's own words, by a program that it runs for each of its threads (usage.c). It is loaded once.</summary>
sealed class KernelUsage(Iterators iterators) : IUsageTable
{
    const int Size = 48;

    /// <summary>Null where the kernel has no such thing or does not let us.</summary>
    public static KernelUsage? Open() => Iterators.Load("usage") is { } iterators ? new KernelUsage(iterators) : null;

    public bool Read(List<ThreadUsage> into)
    {
        if (!iterators.Walk("each_task", out var written))
            return false;
        for (; written.Length >= Size; written = written[Size..])
            into.Add(new ThreadUsage(Int(written, 0), Int(written, 4), Long(written, 8), Long(written, 16), Long(written, 24), (uint)Int(written, 32), (uint)Int(written, 36))
            {
                State = LetterOf((uint)Int(written, 40)), Call = Int(written, 44),
            });
        return true;
    }

    public void Dispose() => iterators.Dispose();

    /// <summary>The letter that /proc has for the highest bit of a state.</summary>
    static byte LetterOf(uint bits) => "RSDTtXZPI"u8[32 - BitOperations.LeadingZeroCount(bits & 0xFF)];

    static int Int(ReadOnlySpan<byte> record, int offset) => BinaryPrimitives.ReadInt32LittleEndian(record[offset..]);

    static ulong Long(ReadOnlySpan<byte> record, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]);
}
