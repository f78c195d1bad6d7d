using System.Buffers.Binary;

namespace CSysdig.Fuzz;

/// <summary>
/// Changes captures as blocks and events: what it makes is mostly framed well, so that the damage gets past the framing and
/// deep into tables, parsers and state.
/// </summary>
sealed class CaptureMutator(IReadOnlyList<byte[]> seeds)
{
    const int MostChanges = 12;
    static readonly long[] s_numbers = [0, 1, 2, 3, 4, 7, 8, 15, 16, 127, 128, 255, 256, 1024, 4096, 32767, 32768, 65535, 65536, int.MaxValue, uint.MaxValue, long.MaxValue, -1, -2, -100, int.MinValue, long.MinValue];

    static readonly string[] s_texts =
    [
        "", "\0", "/", "//", "../..", "/a/../b", "\e[2J", "a\nb", "\u202e", "\"\\", "198.51.100.7:80->203.0.113.9:6667", "{\"container\":{\"id\":\"a\"}}", "{", "[[[[[[",
        "cpu=/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "%s%n", "A=1\0B=2\0", "(deleted)", "cs%", "\ud7ff",
    ];

    /// <summary>A seed with some changes.</summary>
    public byte[] Make(Random random)
    {
        var blocks = ScapBlock.Split(Pick(random, seeds));
        for (var changes = random.Next(1, MostChanges); changes > 0; changes--)
            Change(random, blocks);
        var bytes = ScapBlock.Join(blocks);
        return random.Next(4) == 0 ? Hurt(random, bytes) : bytes;
    }

    void Change(Random random, List<ScapBlock> blocks)
    {
        var at = random.Next(blocks.Count);
        var block = blocks[at];
        switch (random.Next(14))
        {
            case 0:
                blocks.Insert(random.Next(blocks.Count + 1), block);
                break;
            case 1:
                blocks.RemoveAt(at);
                if (blocks.Count == 0)
                    blocks.Add(block);
                break;
            case 2:
                var other = random.Next(blocks.Count);
                (blocks[at], blocks[other]) = (blocks[other], block);
                break;
            case 3:
                var foreign = ScapBlock.Split(Pick(random, seeds));
                blocks.Insert(random.Next(blocks.Count + 1), Pick(random, foreign));
                break;
            case 4:
                blocks[at] = block with { Body = block.Body[..random.Next(block.Body.Length + 1)] };
                break;
            case 5:
                var added = new byte[random.Next(1, 40)];
                random.NextBytes(added);
                blocks[at] = block with { Body = [.. block.Body, .. added] };
                break;
            case 6 or 7:
                blocks[at] = block with { Body = ChangeNumber(random, [.. block.Body]) };
                break;
            default:
                // Events outnumber tables and are where most can happen.
                var events = Enumerable.Range(0, blocks.Count).Where(i => blocks[i].IsEvent).ToList();
                if (events.Count > 0 && Pick(random, events) is var chosen)
                    blocks[chosen] = blocks[chosen].WithEvent(e => ChangeEvent(random, e, Pick(random, events) is var donor ? blocks[donor].Event() : null));
                break;
        }
    }

    static void ChangeEvent(Random random, ScapEvent e, ScapEvent? donor)
    {
        switch (random.Next(8))
        {
            case 0:
                e.Type = (ushort)random.Next(470);
                break;
            case 1 when donor is not null:
                e.Thread = donor.Thread;
                break;
            case 2:
                e.Time = unchecked(e.Time + (ulong)Pick(random, s_numbers));
                break;
            case 3 when donor is { Params.Count: > 0 } && e.Params.Count > 0:
                e.Params[random.Next(e.Params.Count)] = Pick(random, donor.Params);
                break;
            case 4 when e.Params.Count > 0:
                e.Params.RemoveAt(random.Next(e.Params.Count));
                break;
            case 5:
                e.Params.Insert(random.Next(e.Params.Count + 1), Text(random));
                break;
            case 6 when e.Params.Count > 0:
                e.Params[random.Next(e.Params.Count)] = Text(random);
                break;
            default:
                if (e.Params.Count > 0 && random.Next(e.Params.Count) is var at)
                    e.Params[at] = ChangeNumber(random, [.. e.Params[at]]);
                break;
        }
    }

    static byte[] Text(Random random)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(random, s_texts), random.Next(8) == 0 ? 500 : 1)));
        if (random.Next(3) == 0 && text.Length > 0)
            text[random.Next(text.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? text : [.. text, 0];
    }

    static byte[] ChangeNumber(Random random, byte[] bytes)
    {
        if (bytes.Length == 0)
            return bytes;
        var number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, random.Next(3) == 0 ? random.NextInt64() : Pick(random, s_numbers));
        var size = Math.Min(1 << random.Next(4), bytes.Length);
        number.AsSpan(0, size).CopyTo(bytes.AsSpan(random.Next(bytes.Length - size + 1)));
        return bytes;
    }

    /// <summary>Damage that no framing survives: cut, bytes changed, a piece missing.</summary>
    static byte[] Hurt(Random random, byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(3))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 64))..]];
            default:
                for (var i = random.Next(1, 8); i > 0; i--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
        }
    }

    static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
