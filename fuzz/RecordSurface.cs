using System.Buffers.Binary;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Scap;

namespace CSysdig.Fuzz;

/// <summary>
/// Records of the probe's rings of which any byte may be wrong: what becomes of them must be a capture that reads without loss, and
/// prints. The kernel writes them, and still nothing relies on it.
/// </summary>
sealed class RecordSurface : ISurface
{
    const int MostRecords = 200, LengthSize = 4;
    const ulong BootTime = 1_700_000_000_000_000_000;

    static readonly string[] s_printing = ["lines", "json", "fields"];
    /// <summary>Calls whose records have more to them than values and texts: opens, several messages at once.</summary>
    static readonly int[] s_rich = [2, 85, 257, 304, 437, 299, 307];
    static readonly ulong[] s_values = [0, 1, 2, 3, ulong.MaxValue, 0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, unchecked((ulong)-100), unchecked((ulong)-115), 4096, 1 << 20];

    readonly CallTable _calls = new();

    public string Name => "record";

    public byte[] Make(Random random)
    {
        var input = new MemoryStream();
        Span<byte> length = stackalloc byte[LengthSize];
        // Mostly few, so that many inputs are tried; now and then enough for what is known of processes to grow.
        for (var i = random.Next(20) == 0 ? random.Next(1, MostRecords) : random.Next(1, 4); i > 0; i--)
        {
            var record = MakeRecord(random);
            BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
            input.Write(length);
            input.Write(record);
        }
        return input.ToArray();
    }

    public void Check(byte[] input)
    {
        var capture = new MemoryStream();
        var expected = 0;
        using (var writer = ScapWriter.Create(capture, "records", CaptureCompression.None))
        {
            var tables = new ScapWriterTables(writer, ScapWriterTables.AppendedToday);
            tables.Section();
            tables.Origin(2);
            tables.Machine(new MachineInfo { CpuCount = 4, HostName = "fuzz" });
            var encoder = new RecordEncoder(_calls, BootTime);
            for (var at = 0; at + LengthSize <= input.Length;)
            {
                var length = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(input.AsSpan(at)), 0, input.Length - at - LengthSize);
                var record = input.AsSpan(at + LengthSize, length);
                at += LengthSize + length;
                var room = new byte[RecordEncoder.RoomFor(length)];
                var written = encoder.Encode(record, at & 3, room);
                if (written == 0)
                    continue;
                writer.Write(room.AsSpan(0, written));
                expected++;
            }
            writer.Close();
        }
        var tablesSeen = new NoTables();
        using (var reader = ScapReader.Open(new MemoryStream(capture.ToArray()), tablesSeen))
        {
            var events = 0;
            while (reader.Next())
            {
                events++;
                if (reader.Current.ResolvedPath is [not (byte)'/', ..])
                    throw new PropertyException($"the path of event {events} begins nowhere");
            }
            if (events != expected || reader.Losses.Message is not null)
                throw new PropertyException($"{expected} records became {events} events: {reader.Losses.Message}");
        }
        Consumers.Named(s_printing[input.Length % s_printing.Length])(new MemoryStream(capture.ToArray(), writable: false));
    }

    static byte[] MakeRecord(Random random)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }
        var record = new MemoryStream();
        Span<byte> header = stackalloc byte[Record.HeaderSize];
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)random.NextInt64(1_000_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], random.Next(1, 6));
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], random.Next(1, 6));
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], (ushort)(random.Next(12) switch
        {
            0 => random.Next(70000),
            1 => Record.CompatCall + random.Next(470),
            2 or 3 => s_rich[random.Next(s_rich.Length)],
            _ => random.Next(470),
        }));
        header[22] = (byte)random.Next(0, 10);
        header[23] = (byte)(random.Next(30) == 0 ? 1 : 0);
        for (var i = 0; i < 7; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(header[(24 + i * 8)..], random.Next(3) == 0 ? (ulong)random.NextInt64() : s_values[random.Next(s_values.Length)]);
        record.Write(header);
        for (var i = random.Next(14); i > 0; i--)
            WritePart(random, record);
        return random.Next(10) == 0 ? record.ToArray()[..random.Next((int)record.Length)] : record.ToArray();
    }

    static void WritePart(Random random, MemoryStream record)
    {
        int[] usual = [0, 2, 4, 8, 12, 16, 24, 28, 110, 200, 296, random.Next(400), random.Next(4000)];
        var part = new byte[usual[random.Next(usual.Length)]];
        random.NextBytes(part);
        if (random.Next(3) == 0)
            part.AsSpan().Fill((byte)"/a\0"[random.Next(3)]);
        else if (random.Next(4) == 0)
            // Names of a path, each with its NUL.
            for (var i = 0; i < part.Length; i++)
                part[i] = (byte)(random.Next(5) == 0 ? 0 : random.Next(32, 256));
        if (part.Length > 2 && random.Next(2) == 0)
            BinaryPrimitives.WriteUInt16LittleEndian(part, (ushort)(random.Next(3) switch { 0 => 1, 1 => 2, _ => 10 }));
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, random.Next(20) == 0 ? (ushort)0xFFFF : (ushort)(part.Length + (random.Next(50) == 0 ? 7 : 0)));
        record.Write(length);
        record.Write(part);
    }

    sealed class NoTables : ICaptureTables
    {
        public void OnSection() { }
        public void OnMachine(MachineInfo machine) { }
        public void OnProcess(ProcessEntry process) { }
        public void OnFd(long tid, FdEntry fd) { }
        public void OnUser(UserEntry user) { }
        public void OnGroup(GroupEntry group) { }
        public void OnInterface(InterfaceEntry networkInterface) { }
        public void OnTablesEnd() { }
    }
}
