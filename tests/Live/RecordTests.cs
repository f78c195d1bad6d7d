using System.Buffers.Binary;
using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live;
using CSysdig.Capture.Live.Bpf;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Scap;
using Record = CSysdig.Capture.Live.Encoders.Record;

namespace CSysdig.Tests.Live;

/// <summary>Records of the probe as the events that become of them; no kernel is needed.</summary>
public sealed class RecordTests
{
    const ulong Boot = 1_000_000_000_000;
    const long ConnectionRefused = -111;

    static readonly CallTable s_calls = new();

    [Fact]
    public void A_read_has_its_result_its_bytes_its_fd_and_its_size()
    {
        var e = Encode(Call("read", [3, 0x1000, 100], 5, "hello"u8.ToArray()));
        Assert.Equal((EventCode.SyscallReadX, Boot + 77, 42L), (e.Code, e.Timestamp, e.Tid));
        Assert.Equal((5L, "hello", 3L, 100u), (e.Int64(0), Encoding.ASCII.GetString(e.Param(1)), e.Int64(2), e.UInt32(3)));
    }

    [Fact]
    public void An_fd_is_an_int_whatever_lies_above_it()
    {
        var e = Encode(Call("close", [0xDEAD_0000_0000_0007], -9));
        Assert.Equal((-9L, 7L), (e.Int64(0), e.Int64(1)));
    }

    [Theory]
    [InlineData(0x80000ul, 0ul, 4097u, 0u)]
    [InlineData(0x241ul, 0x1B6ul, 0x106u, 0x1B6u)]
    [InlineData(2ul, 0x1B6ul, 3u, 0u)]
    public void An_open_has_its_flags_in_the_numbers_of_captures_and_a_mode_where_it_may_create(ulong flags, ulong mode, uint shown, uint shownMode)
    {
        var file = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0xFE00);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(8), 123456);
        var e = Encode(Call("openat", [unchecked((ulong)-100), 1, flags, mode], 3, "/etc/passwd\0"u8.ToArray(), file));
        Assert.Equal(EventCode.SyscallOpenat_2X, e.Code);
        Assert.Equal((3L, -100L, "/etc/passwd\0", shown, shownMode, 0xFE00u, 123456ul),
            (e.Int64(0), e.Int64(1), Encoding.ASCII.GetString(e.Param(2)), e.UInt32(3), e.UInt32(4), e.UInt32(5), e.UInt64(6)));
    }

    [Theory]
    [InlineData("/etc/shadow", "shadow\0etc\0", "")]
    [InlineData("/tmp/x", "shadow\0etc\0", "/etc/shadow")]
    [InlineData("shadow", "shadow\0etc\0", "/etc/shadow")]
    [InlineData("/tmp/..", "", "/")]
    [InlineData("/etc/shado", "shadow\0etc\0", "/etc/shadow")]
    public void Behind_an_open_stands_the_path_that_the_kernel_has_found_where_it_is_another_text(string asked, string names, string path)
    {
        foreach (var (call, arguments) in new[] { ("openat", new ulong[] { 3, 1, 0, 0 }), ("open", [1, 0, 0]), ("creat", [1, 0]), ("openat2", [3, 1, 1, 24]) })
        {
            byte[][] parts = [Encoding.ASCII.GetBytes(asked + "\0"), new byte[24], Encoding.ASCII.GetBytes(names)];
            var e = Encode(Call(call, arguments, 3, call == "openat2" ? [parts[0], new byte[24], .. parts[1..]] : parts));
            Assert.Equal((e.Info.Params.Length, path), (e.ParamCount, Encoding.ASCII.GetString(e.ResolvedPath)));
            Assert.True(Encode(Call(call, arguments, -2, parts[0])).ResolvedPath.IsEmpty);
        }
    }

    [Fact]
    public void What_is_opened_by_a_handle_has_the_path_that_the_kernel_has_found()
    {
        var e = Encode(Call("open_by_handle_at", [3, 1, 0], 4, new byte[24], "shadow\0etc\0"u8.ToArray()));
        Assert.Equal(("/etc/shadow\0", ""), (Encoding.ASCII.GetString(e.Param(3)), Encoding.ASCII.GetString(e.ResolvedPath)));
    }

    [Fact]
    public void A_connection_has_both_ends_and_what_it_was_asked_for()
    {
        var e = Encode(Call("connect", [4, 1, 16], 0, Socket(2, [10, 0, 0, 1], 40000, [10, 0, 0, 2], 80), Address4([10, 0, 0, 2], 80)));
        Assert.Equal([2, 10, 0, 0, 1, 0x40, 0x9C, 10, 0, 0, 2, 80, 0], e.Param(1).ToArray());
        Assert.Equal([2, 10, 0, 0, 2, 80, 0], e.Param(3).ToArray());
    }

    [Fact]
    public void A_connection_that_was_refused_has_the_address_and_no_ends()
    {
        var e = Encode(Call("connect", [4, 1, 16], ConnectionRefused, Socket(2, [10, 0, 0, 1], 0, [0, 0, 0, 0], 0), Address4([10, 0, 0, 2], 80)));
        Assert.True(e.Param(1).IsEmpty);
        Assert.Equal([2, 10, 0, 0, 2, 80, 0], e.Param(3).ToArray());
    }

    [Fact]
    public void What_goes_over_IPv4_is_shown_so_though_the_socket_is_one_of_IPv6()
    {
        byte[] mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
        var e = Encode(Call("connect", [4, 1, 28], 0, Socket(10, [.. mapped, 127, 0, 0, 1], 1, [.. mapped, 127, 0, 0, 2], 2), []));
        Assert.Equal([2, 127, 0, 0, 1, 1, 0, 127, 0, 0, 2, 2, 0], e.Param(1).ToArray());
    }

    [Fact]
    public void A_datagram_to_a_named_address_has_that_as_its_other_end()
    {
        var e = Encode(Call("sendto", [4, 1, 2, 0, 5, 16], 2, "hi"u8.ToArray(), Socket(2, [10, 0, 0, 1], 5000, [0, 0, 0, 0], 0), Address4([10, 0, 0, 9], 53)));
        Assert.Equal([2, 10, 0, 0, 1, 0x88, 0x13, 10, 0, 0, 9, 53, 0], e.Param(4).ToArray());
    }

    [Fact]
    public void A_message_of_several_has_its_own_length_as_result_and_size()
    {
        byte[] data = [.. BitConverter.GetBytes(500ul), .. "hi"u8];
        var received = Encode(Call("recvmmsg", [4, 1, 3], 2, Address4([10, 0, 0, 9], 53), data, [], Socket(2, [10, 0, 0, 1], 5000, [0, 0, 0, 0], 0)));
        Assert.Equal((2L, 4L, 2u, "hi"), (received.Int64(0), received.Int64(1), received.UInt32(2), Encoding.ASCII.GetString(received.Param(3))));
        Assert.Equal([2, 10, 0, 0, 9, 53, 0, 10, 0, 0, 1, 0x88, 0x13], received.Param(4).ToArray());
        Assert.Equal((-11L, 0u), (Encode(Call("recvmmsg", [4, 1, 3], -11)).Int64(0), Encode(Call("recvmmsg", [4, 1, 3], -11)).UInt32(2)));
        var rows = new byte[ProbeMemory.RowsLength];
        s_calls.FillRows(rows, new LiveOptions());
        const int messages = 128;
        Assert.Equal(["recvmmsg", "sendmmsg"], Syscalls.X8664.Where(c => (rows[c.Key * ProbeMemory.RowSize] & messages) != 0).Select(c => Syscalls.Name(c.Value)).Order());
    }

    [Fact]
    public void A_call_without_a_type_of_its_own_is_a_generic_event_with_its_number()
    {
        var number = NumberOf("readlink");
        var e = Encode(Call("readlink", [1, 2, 3], 9));
        Assert.Equal((EventCode.GenericX, "readlink", (ushort)number), (e.Code, Syscalls.Name(e.UInt16(0)), e.UInt16(1)));
    }

    [Fact]
    public void Every_call_has_a_row_and_every_row_is_of_a_known_call()
    {
        // What these two ask for differs from one operation to the next.
        string[] generic = ["quotactl", "keyctl"];
        foreach (var (number, id) in Syscalls.X8664)
            Assert.Equal(generic.Contains(Syscalls.Name(id)) ? EventCode.GenericX : Syscalls.ExitOf(id), s_calls.Of(number)!.Code);
        var known = Syscalls.All.Values.ToHashSet();
        Assert.All(EventTable.Lines("calls.tsv"), line => Assert.Contains(line.Split('\t')[0], known));
    }

    [Fact]
    public void A_record_that_is_cut_short_gives_nothing_or_an_event_with_empty_parts()
    {
        var record = Call("openat", [3, 1, 0, 0], 3, "/etc/passwd\0"u8.ToArray(), new byte[24]);
        var encoder = new RecordEncoder(s_calls, Boot);
        for (var length = 0; length < record.Length; length++)
        {
            var room = new byte[RecordEncoder.RoomFor(length)];
            var written = encoder.Encode(record.AsSpan(0, length), 0, room);
            Assert.Equal(length < Record.HeaderSize, written == 0);
        }
    }

    static RawEvent Encode(byte[] record)
    {
        var room = new byte[RecordEncoder.RoomFor(record.Length)];
        var length = new RecordEncoder(s_calls, Boot).Encode(record, 1, room);
        var e = new RawEvent();
        Assert.True(ScapReader.TryLoad(room, length, 0, e));
        return e;
    }

    static int NumberOf(string name) => Syscalls.X8664.First(c => Syscalls.Name(c.Value) == name).Key;

    static byte[] Call(string name, ulong[] arguments, long result, params byte[][] parts)
    {
        var record = new MemoryStream();
        var writer = new BinaryWriter(record);
        writer.Write(77ul);
        writer.Write(42u);
        writer.Write(42u);
        writer.Write(0u);
        writer.Write((ushort)NumberOf(name));
        writer.Write((byte)RecordKind.Call);
        writer.Write((byte)0);
        for (var i = 0; i < 6; i++)
            writer.Write(i < arguments.Length ? arguments[i] : 0ul);
        writer.Write(result);
        foreach (var part in parts)
        {
            writer.Write((ushort)part.Length);
            writer.Write(part);
        }
        return record.ToArray();
    }

    static byte[] Address4(byte[] ip, ushort port) => [2, 0, (byte)(port >> 8), (byte)port, .. ip, 0, 0, 0, 0, 0, 0, 0, 0];

    static byte[] Socket(ushort family, byte[] local, ushort localPort, byte[] remote, ushort remotePort)
    {
        var socket = new byte[72 + 224];
        BinaryPrimitives.WriteUInt16LittleEndian(socket, family);
        BinaryPrimitives.WriteUInt16LittleEndian(socket.AsSpan(8), localPort);
        BinaryPrimitives.WriteUInt16LittleEndian(socket.AsSpan(10), remotePort);
        local.CopyTo(socket, 20);
        remote.CopyTo(socket, 36);
        return socket;
    }
}
