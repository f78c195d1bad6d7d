namespace CSysdig.Capture.Compression;

/// <summary>A canonical Huffman code of deflate: short codes are looked up, the few long ones found bit by bit.</summary>
sealed class HuffmanCode
{
    const int Longest = 15;
    public const int Looked = 10;

    readonly ushort[] _table = new ushort[1 << Looked];
    readonly ushort[] _counts = new ushort[Longest + 1];
    readonly ushort[] _symbols = new ushort[288];

    /// <summary>By the next <see cref="Looked"/> bits: symbol and, in the low four bits, length of its code; 0 where that is longer.</summary>
    public ReadOnlySpan<ushort> Table => _table;

    /// <summary>Makes the code anew.</summary>
    /// <param name="lengths">The length of each symbol's code, 0 where it has none.</param>
    /// <exception cref="InvalidDataException">There are more codes than bits can tell apart.</exception>
    public void Build(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_table);
        Array.Clear(_counts);
        foreach (var length in lengths)
            _counts[length]++;
        _counts[0] = 0;
        Span<int> next = stackalloc int[Longest + 2], places = stackalloc int[Longest + 2];
        next.Clear();
        places.Clear();
        for (var length = 1; length <= Longest; length++)
        {
            if (next[length] + _counts[length] > 1 << length)
                throw new InvalidDataException("a code of the deflate stream is damaged");
            next[length + 1] = next[length] + _counts[length] << 1;
            places[length + 1] = places[length] + _counts[length];
        }
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            if (length == 0)
                continue;
            _symbols[places[length]++] = (ushort)symbol;
            var code = next[length]++;
            if (length > Looked)
                continue;
            // Codes come with their first bit lowest.
            for (var at = Reverse(code, length); at < _table.Length; at += 1 << length)
                _table[at] = (ushort)(symbol << 4 | length);
        }
    }

    /// <summary>Reads a symbol; there must be <see cref="Longest"/> bits to look at, unless the stream ends.</summary>
    /// <exception cref="InvalidDataException">The bits are no code.</exception>
    public int Read(BitSource bits)
    {
        var entry = _table[bits.Peek(Looked)];
        if (entry == 0)
            return ReadLong(bits);
        bits.Take(entry & 15);
        return entry >> 4;
    }

    int ReadLong(BitSource bits)
    {
        var ahead = bits.Peek(Longest);
        int code = 0, first = 0, place = 0;
        for (var length = 1; length <= Longest; length++)
        {
            code |= ahead & 1;
            ahead >>= 1;
            var count = _counts[length];
            if (code - first < count)
            {
                bits.Take(length);
                return _symbols[place + code - first];
            }
            place += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new InvalidDataException("a code of the deflate stream is damaged");
    }

    static int Reverse(int code, int length)
    {
        var reversed = 0;
        for (; length > 0; length--, code >>= 1)
            reversed = reversed << 1 | code & 1;
        return reversed;
    }
}
