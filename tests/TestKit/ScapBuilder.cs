using System.Buffers.Binary;
using System.IO.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Tests.TestKit;

/// <summary>
/// Builds a capture in memory, block by block. Nothing is checked: a test may build what no writer would.
/// A new builder begins with a section header; further sections are added with <see cref="Section"/>.
/// </summary>
sealed class ScapBuilder
{
    readonly MemoryStream _out = new();

    public ScapBuilder() => Section();

    /// <summary>Time of the next event; each event moves it on by a microsecond.</summary>
    public ulong Time { get; set; } = 1_700_000_000_000_000_000;

    public long Length => _out.Length;

    public ScapBuilder Section(ushort major = 1, ushort minor = 2, uint magic = 0x1A2B3C4D) =>
        Block(BlockType.SectionHeader, new Body().U32(magic).U16(major).U16(minor).U64(ulong.MaxValue));

    public ScapBuilder Machine(string host, uint cpus = 1, ulong memory = 0, ulong bootTime = 0) =>
        Block(BlockType.MachineInfo, new Body().U32(cpus).U64(memory).U64(0).Padded(host, 128).U64(bootTime).U64(0).U64(0).U64(0));

    /// <summary>A process list of any version, all its entries in one block.</summary>
    public ScapBuilder Processes(int version, params ProcessEntry[] processes)
    {
        var body = new Body();
        foreach (var process in processes)
            body.Raw(ScapTables.Process(version, process));
        return Block(ScapTables.ProcessList(version), body);
    }

    /// <summary>Processes as today's writers list them.</summary>
    public ScapBuilder Processes(params ProcessEntry[] processes) => Processes(9, processes);

    public ScapBuilder Fds(int version, long tid, params FdEntry[] fds)
    {
        var body = new Body().U64((ulong)tid);
        foreach (var fd in fds)
            body.Raw(ScapTables.Fd(version, fd));
        return Block(version == 1 ? BlockType.FdList : BlockType.FdListV2, body);
    }

    public ScapBuilder Fds(long tid, params FdEntry[] fds) => Fds(2, tid, fds);

    public ScapBuilder Accounts(int version, UserEntry[] users, GroupEntry[] groups)
    {
        var body = new Body();
        foreach (var user in users)
            body.Raw(ScapTables.User(version, user));
        foreach (var group in groups)
            body.Raw(ScapTables.Group(version, group));
        return Block(version == 1 ? BlockType.UserList : BlockType.UserListV2, body);
    }

    public ScapBuilder Interfaces(int version, params InterfaceEntry[] interfaces)
    {
        var body = new Body();
        foreach (var one in interfaces)
            body.Raw(ScapTables.Interface(version, one));
        return Block(version == 1 ? BlockType.InterfaceList : BlockType.InterfaceListV2, body);
    }

    /// <summary>An event as today's writers write it; parameters of large events get 32-bit lengths.</summary>
    public ScapBuilder Event(EventCode code, long tid, params byte[][] parameters) =>
        Event(BlockType.EventV2, code, tid, 0, 0, parameters);

    /// <summary>An event in a block of any type; those of version 1 have no parameter count.</summary>
    public ScapBuilder Event(BlockType type, EventCode code, long tid, ushort cpu, uint flags, params byte[][] parameters)
    {
        var hasCount = type is BlockType.EventV2 or BlockType.EventV2Large or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large;
        var wide = (int)code < EventTable.Count && EventTable.Get(code).Has(EventFlags.LargePayload);
        var length = (hasCount ? 26 : 22) + parameters.Sum(p => p.Length + (wide ? 4 : 2));
        var body = new Body().U16(cpu);
        if (type is BlockType.EventFlags or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large)
            body.U32(flags);
        body.U64(Time).U64((ulong)tid).U32((uint)length).U16((ushort)code);
        Time += 1000;
        if (hasCount)
            body.U32((uint)parameters.Length);
        foreach (var p in parameters)
            _ = wide ? body.U32((uint)p.Length) : body.U16((ushort)p.Length);
        foreach (var p in parameters)
            body.Raw(p);
        return Block(type, body);
    }

    /// <summary>An event of a file that was opened, and behind it the path by which the kernel knows the file.</summary>
    public ScapBuilder Opened(EventCode code, long tid, string path, params byte[][] parameters) =>
        WithOption(code, tid, 0x8001, System.Text.Encoding.UTF8.GetBytes(path), parameters);

    /// <summary>A procinfo event, and behind it memory in KB.</summary>
    public ScapBuilder Procinfo(long tid, ulong user, ulong system, uint sizeKb, uint residentKb) =>
        WithOption(EventCode.ProcinfoE, tid, 0x8002, [.. U32(sizeKb), .. U32(residentKb)], U64(user), U64(system));

    /// <summary>An event, and what stands behind it in its block.</summary>
    public ScapBuilder WithOption(EventCode code, long tid, ushort option, byte[] bytes, params byte[][] parameters)
    {
        var start = (int)_out.Length;
        Event(code, tid, parameters);
        _out.SetLength(_out.Length - 4);
        Raw(new Body().U16(option).U16((ushort)bytes.Length).Raw(bytes).Raw(new byte[-bytes.Length & 3]).ToArray());
        var length = (uint)(_out.Length - start + 4);
        Raw(new Body().U32(length).ToArray());
        BinaryPrimitives.WriteUInt32LittleEndian(_out.GetBuffer().AsSpan(start + 4), length);
        return this;
    }

    /// <summary>A block of any type around any bytes.</summary>
    public ScapBuilder Block(BlockType type, Body body)
    {
        var bytes = body.ToArray();
        var padding = -bytes.Length & 3;
        var length = (uint)(bytes.Length + padding + 12);
        return Raw(new Body().U32((uint)type).U32(length).Raw(bytes).Raw(new byte[padding]).U32(length).ToArray());
    }

    public ScapBuilder Raw(params byte[] bytes)
    {
        _out.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _out.ToArray();

    public byte[] ToGzip() => Gzip(ToArray());

    public byte[] ToZstd() => Zstd(ToArray());

    public Stream ToStream() => new MemoryStream(ToArray());

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new ZstdSharp.Compressor(3);
        return compressor.Wrap(bytes).ToArray();
    }

    /// <summary>The little-endian bytes of a parameter.</summary>
    public static byte[] I64(long value) => new Body().U64((ulong)value).ToArray();
    public static byte[] U64(ulong value) => new Body().U64(value).ToArray();
    public static byte[] U32(uint value) => new Body().U32(value).ToArray();
    public static byte[] U16(ushort value) => new Body().U16(value).ToArray();
    public static byte[] U8(byte value) => [value];
    /// <summary>A text parameter with the NUL that ends it.</summary>
    public static byte[] Text(string value) => [.. System.Text.Encoding.UTF8.GetBytes(value), 0];

    /// <summary>The bytes inside a block.</summary>
    public sealed class Body
    {
        readonly List<byte> _bytes = [];

        public Body U8(byte value) => Raw(value);
        public Body U16(ushort value) => Raw((byte)value, (byte)(value >> 8));

        public Body U32(uint value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            return Raw(bytes.ToArray());
        }

        public Body U64(ulong value) => U32((uint)value).U32((uint)(value >> 32));

        /// <summary>Bytes behind their 16-bit length.</summary>
        public Body Bytes16(byte[] value) => U16((ushort)value.Length).Raw(value);

        public Body Padded(string text, int width)
        {
            var bytes = new byte[width];
            System.Text.Encoding.UTF8.GetBytes(text, bytes);
            return Raw(bytes);
        }

        public Body Raw(params byte[] bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        /// <summary>These bytes behind their 32-bit length, which counts itself or not.</summary>
        public byte[] WithLength(bool countsItself) =>
            [.. new Body().U32((uint)(_bytes.Count + (countsItself ? 4 : 0))).ToArray(), .. _bytes];

        public byte[] ToArray() => [.. _bytes];
    }
}
