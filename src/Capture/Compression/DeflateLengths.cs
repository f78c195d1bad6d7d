using System.Buffers.Binary;

namespace CSysdig.Capture.Compression;

/// <summary>
/// Reads a deflate stream (RFC 1951) for the lengths of what it unpacks to, without unpacking it: that is faster, and it is
/// known at each symbol how much has been read.
/// </summary>
sealed class DeflateLengths(BitSource bits)
{
    const int EndOfBlock = 256;
    const int LastDistance = 29;

    static readonly HuffmanCode s_fixedLiterals = FixedLiterals();
    static readonly HuffmanCode s_fixedDistances = FixedDistances();
    static readonly uint[] s_fixedLiteralSteps = LiteralSteps(s_fixedLiterals, new uint[1 << HuffmanCode.Looked]);
    static readonly byte[] s_fixedDistanceSteps = DistanceSteps(s_fixedDistances, new byte[1 << HuffmanCode.Looked]);

    static ReadOnlySpan<ushort> LengthBases => [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    static ReadOnlySpan<byte> LengthExtras => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    static ReadOnlySpan<byte> CodeOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    readonly HuffmanCode _ownLiterals = new(), _ownDistances = new(), _codes = new();
    readonly byte[] _lengths = new byte[286 + 32];
    readonly uint[] _ownLiteralSteps = new uint[1 << HuffmanCode.Looked];
    readonly byte[] _ownDistanceSteps = new byte[1 << HuffmanCode.Looked];
    HuffmanCode? _literals, _distances;
    uint[] _literalSteps = [];
    byte[] _distanceSteps = [];
    bool _isLast;

    /// <summary>What is left of a stored block: that many bytes, which have not been read.</summary>
    public int Stored { get; set; }

    /// <summary>The last block has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Another stream begins.</summary>
    public void Restart()
    {
        (_literals, _distances, _isLast, IsEnded, Stored) = (null, null, false, false, 0);
    }

    /// <summary>
    /// Reads one symbol, with the headers of blocks before it. The result is how many bytes it unpacks to; 0 where a stored block
    /// begins or the stream ends.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream is damaged or cut short.</exception>
    public int Next()
    {
        while (true)
        {
            if (_literals is null)
            {
                if (_isLast)
                {
                    IsEnded = true;
                    return 0;
                }
                BeginBlock();
                if (Stored > 0)
                    return 0;
                continue;
            }
            bits.Fill();
            var symbol = _literals.Read(bits);
            if (symbol < EndOfBlock)
                return 1;
            if (symbol == EndOfBlock)
            {
                _literals = null;
                continue;
            }
            symbol -= EndOfBlock + 1;
            if (symbol >= LengthBases.Length)
                throw Damaged();
            var length = LengthBases[symbol] + bits.Take(LengthExtras[symbol]);
            var distance = _distances!.Read(bits);
            if (distance > LastDistance)
                throw Damaged();
            bits.Take(DistanceExtra(distance));
            return length;
        }
    }

    /// <summary>
    /// Reads symbols while they are plain ones of the block that has begun and less than <paramref name="wanted"/> bytes come of
    /// them. The result is how many bytes they unpack to; what stopped it is left to <see cref="Next"/>.
    /// </summary>
    public long Skim(long wanted)
    {
        if (_literals is null)
            return 0;
        var buffer = bits.Buffer;
        var literals = _literalSteps.AsSpan(0, 1 << HuffmanCode.Looked);
        var distances = _distanceSteps.AsSpan(0, 1 << HuffmanCode.Looked);
        var (held, count, at) = bits.State;
        var sum = 0L;
        while (sum < wanted && at <= buffer.Length - sizeof(ulong))
        {
            held |= BinaryPrimitives.ReadUInt64LittleEndian(buffer[at..]) << count;
            at += 63 - count >> 3;
            count |= 56;
            var step = literals[(int)held & literals.Length - 1];
            var taken = (int)(step & 0xFF);
            if (step >> 16 > 1)
            {
                var extra = (int)(step >> 8 & 0xFF);
                sum += (uint)(held >> taken) & (1U << extra) - 1;
                taken += extra;
                var skipped = distances[(int)(held >> taken) & distances.Length - 1];
                if (skipped == 0)
                {
                    sum -= (uint)(held >> taken - extra) & (1U << extra) - 1;
                    break;
                }
                taken += skipped;
            }
            else if (step == 0)
            {
                break;
            }
            sum += step >> 16;
            held >>= taken;
            count -= taken;
        }
        bits.State = (held, count, at);
        return sum;
    }

    /// <summary>By the next bits: length of the code, bits that follow it, and least length in bytes; 0 for what is not plain.</summary>
    static uint[] LiteralSteps(HuffmanCode code, uint[] steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var (symbol, taken) = (code.Table[i] >> 4, code.Table[i] & 15);
            var length = symbol - EndOfBlock - 1;
            steps[i] = taken == 0 || symbol == EndOfBlock || length >= LengthBases.Length ? 0
                : (uint)(length < 0 ? 1 << 16 | taken : LengthBases[length] << 16 | LengthExtras[length] << 8 | taken);
        }
        return steps;
    }

    /// <summary>By the next bits: length of the code with the bits that follow it; 0 for what is not plain.</summary>
    static byte[] DistanceSteps(HuffmanCode code, byte[] steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var (symbol, taken) = (code.Table[i] >> 4, code.Table[i] & 15);
            steps[i] = (byte)(taken == 0 || symbol > LastDistance ? 0 : taken + DistanceExtra(symbol));
        }
        return steps;
    }

    static int DistanceExtra(int symbol) => symbol < 4 ? 0 : symbol / 2 - 1;

    void BeginBlock()
    {
        bits.Fill();
        _isLast = bits.Take(1) == 1;
        switch (bits.Take(2))
        {
            case 0:
                bits.ToByte();
                bits.Fill();
                var length = bits.Take(16);
                if ((bits.Take(16) ^ 0xFFFF) != length)
                    throw Damaged();
                Stored = length;
                break;
            case 1:
                (_literals, _distances) = (s_fixedLiterals, s_fixedDistances);
                (_literalSteps, _distanceSteps) = (s_fixedLiteralSteps, s_fixedDistanceSteps);
                break;
            case 2:
                ReadCodes();
                (_literals, _distances) = (_ownLiterals, _ownDistances);
                (_literalSteps, _distanceSteps) = (LiteralSteps(_literals, _ownLiteralSteps), DistanceSteps(_distances, _ownDistanceSteps));
                break;
            default:
                throw Damaged();
        }
    }

    void ReadCodes()
    {
        var literals = bits.Take(5) + 257;
        var distances = bits.Take(5) + 1;
        var codes = bits.Take(4) + 4;
        if (literals > 286)
            throw Damaged();
        Span<byte> ofCodes = stackalloc byte[19];
        ofCodes.Clear();
        for (var i = 0; i < codes; i++)
        {
            bits.Fill();
            ofCodes[CodeOrder[i]] = (byte)bits.Take(3);
        }
        _codes.Build(ofCodes);
        var lengths = _lengths.AsSpan(0, literals + distances);
        for (var i = 0; i < lengths.Length;)
        {
            bits.Fill();
            var symbol = _codes.Read(bits);
            var (value, times) = symbol switch
            {
                < 16 => ((byte)symbol, 1),
                16 => (i > 0 ? lengths[i - 1] : throw Damaged(), 3 + bits.Take(2)),
                17 => ((byte)0, 3 + bits.Take(3)),
                _ => ((byte)0, 11 + bits.Take(7)),
            };
            if (times > lengths.Length - i)
                throw Damaged();
            lengths.Slice(i, times).Fill(value);
            i += times;
        }
        _ownLiterals.Build(lengths[..literals]);
        _ownDistances.Build(lengths[literals..]);
    }

    static HuffmanCode FixedLiterals()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        var code = new HuffmanCode();
        code.Build(lengths);
        return code;
    }

    static HuffmanCode FixedDistances()
    {
        Span<byte> lengths = stackalloc byte[32];
        lengths.Fill(5);
        var code = new HuffmanCode();
        code.Build(lengths);
        return code;
    }

    static InvalidDataException Damaged() => new("the deflate stream is damaged");
}
