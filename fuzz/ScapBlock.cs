using System.Buffers.Binary;

namespace CSysdig.Fuzz;

/// <summary>A block of a capture, without its lengths.</summary>
sealed record ScapBlock(uint Type, byte[] Body)
{
    const int Frame = 12, Header = 8;

    /// <summary>An event with a parameter count, without and with flags.</summary>
    public bool IsEvent => Type is 0x216 or 0x217;

    /// <summary>Cuts a whole capture into blocks.</summary>
    public static List<ScapBlock> Split(byte[] capture)
    {
        var blocks = new List<ScapBlock>();
        for (var at = 0; at + Frame <= capture.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(capture.AsSpan(at + 4));
            blocks.Add(new ScapBlock(BinaryPrimitives.ReadUInt32LittleEndian(capture.AsSpan(at)), capture[(at + Header)..(at + length - 4)]));
            at += length;
        }
        return blocks;
    }

    /// <summary>Writes them with lengths that fit, padded.</summary>
    public static byte[] Join(List<ScapBlock> blocks)
    {
        var bytes = new MemoryStream();
        foreach (var block in blocks)
        {
            var padded = (block.Body.Length + 3) & ~3;
            Write(bytes, block.Type);
            Write(bytes, (uint)(padded + Frame));
            bytes.Write(block.Body);
            bytes.Write(new byte[padded - block.Body.Length]);
            Write(bytes, (uint)(padded + Frame));
        }
        return bytes.ToArray();
    }

    /// <summary>The event in it; null where a change before has left none.</summary>
    public ScapEvent? Event() => IsEvent ? ScapEvent.Read(Body, Type == 0x217) : null;

    public ScapBlock WithEvent(Action<ScapEvent> change)
    {
        if (Event() is not { } e)
            return this;
        change(e);
        return this with { Body = e.Write() };
    }

    static void Write(MemoryStream to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        to.Write(bytes);
    }
}

/// <summary>An event taken apart; its lengths are made again when it is written.</summary>
sealed class ScapEvent
{
    const int TimeToParams = 26;

    byte[] _front = [];
    public ulong Time { get; set; }
    public long Thread { get; set; }
    public ushort Type { get; set; }
    public List<byte[]> Params { get; } = [];

    public static ScapEvent? Read(byte[] body, bool hasFlags)
    {
        var at = hasFlags ? 6 : 2;
        if (body.Length < at + TimeToParams)
            return null;
        var result = new ScapEvent
        {
            _front = body[..at],
            Time = BinaryPrimitives.ReadUInt64LittleEndian(body.AsSpan(at)),
            Thread = BinaryPrimitives.ReadInt64LittleEndian(body.AsSpan(at + 8)),
            Type = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(at + 20)),
        };
        var count = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at + 22));
        var data = at + TimeToParams + 2L * count;
        for (var i = 0; i < count && at + TimeToParams + 2 * i + 2 <= body.Length; i++)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(at + TimeToParams + 2 * i));
            if (data + length > body.Length)
                break;
            result.Params.Add(body[(int)data..(int)(data + length)]);
            data += length;
        }
        return result;
    }

    public byte[] Write()
    {
        var data = Params.Sum(p => p.Length);
        var body = new byte[_front.Length + TimeToParams + 2 * Params.Count + data];
        _front.CopyTo(body, 0);
        var rest = body.AsSpan(_front.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(rest, Time);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], Thread);
        BinaryPrimitives.WriteInt32LittleEndian(rest[16..], rest.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[20..], Type);
        BinaryPrimitives.WriteInt32LittleEndian(rest[22..], Params.Count);
        var at = TimeToParams + 2 * Params.Count;
        for (var i = 0; i < Params.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest[(TimeToParams + 2 * i)..], (ushort)Params[i].Length);
            Params[i].CopyTo(rest[at..]);
            at += Params[i].Length;
        }
        return body;
    }
}
