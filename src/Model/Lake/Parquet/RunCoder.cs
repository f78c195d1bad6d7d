using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Parquet's hybrid of runs and packed bits: for the numbers of a dictionary, and for which values are there.</summary>
static class RunCoder
{
    /// <summary>Shorter runs are not worth a header.</summary>
    const int Least = 8;

    /// <summary>How many bits the numbers below a count take.</summary>
    public static int WidthOf(int count) => count <= 1 ? 0 : 32 - int.LeadingZeroCount(count - 1);

    public static void Write(Utf8Writer to, ReadOnlySpan<int> values, int width)
    {
        var packed = 0;
        for (var at = 0; at < values.Length;)
        {
            var run = RunAt(values, at);
            // Packed numbers come in eights; only the last of all may be filled up.
            var fill = (packed + 7 & ~7) - packed;
            if (run - fill < Least)
            {
                packed += run;
                at += run;
                continue;
            }
            Pack(to, values.Slice(at - packed, packed + fill), width);
            at += fill;
            packed = 0;
            Varint.Write(to, (ulong)(run - fill) << 1);
            for (var (value, bits) = (values[at], width); bits > 0; bits -= 8, value >>= 8)
                to.Write((byte)value);
            at += run - fill;
        }
        Pack(to, values[^packed..], width);
    }

    static int RunAt(ReadOnlySpan<int> values, int at)
    {
        var length = values[at..].IndexOfAnyExcept(values[at]);
        return length < 0 ? values.Length - at : length;
    }

    static void Pack(Utf8Writer to, ReadOnlySpan<int> values, int width)
    {
        if (values.Length == 0)
            return;
        var groups = values.Length + 7 >> 3;
        Varint.Write(to, (ulong)groups << 1 | 1);
        var bits = new BitPacker(to);
        foreach (var value in values)
            bits.Add((ulong)value, width);
        for (var i = values.Length; i < groups * 8; i++)
            bits.Add(0, width);
        bits.End();
    }
}
