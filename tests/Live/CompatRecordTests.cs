using System.Buffers.Binary;
using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live;
using CSysdig.Capture.Live.Bpf;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Scap;
using Record = CSysdig.Capture.Live.Encoders.Record;

namespace CSysdig.Tests.Live;

/// <summary>Calls of programs of 32 bits, by their own numbers (asm/unistd_32.h); no kernel is needed, and many refuse such calls.</summary>
public sealed class CompatRecordTests
{
    static readonly CallTable s_calls = new();

    [Fact]
    public void An_open_is_told_as_one_though_its_number_is_that_of_an_fstat()
    {
        var file = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(8), 123456);
        var e = Encode(5, [0x1000, 0x241, 0x1B6], 3, "/etc/passwd\0"u8.ToArray(), file);
        Assert.Equal((EventCode.SyscallOpenX, 3L, "/etc/passwd\0", 0x106u, 0x1B6u, 123456ul),
            (e.Code, e.Int64(0), Encoding.ASCII.GetString(e.Param(1)), e.UInt32(2), e.UInt32(3), e.UInt64(5)));
        Assert.Equal(EventCode.SyscallFstatX, Encode(5 - Record.CompatCall, [3], 0).Code);
    }

    [Fact]
    public void An_fd_of_minus_one_and_a_high_address_keep_their_signs()
    {
        var e = Encode(192, [0, 4096, 3, 0x22, 0xFFFFFFFF, 0], 0xF7D00000, new byte[12]);
        Assert.Equal((EventCode.SyscallMmap2X, 0xF7D00000L, -1L), (e.Code, e.Int64(0), e.Int64(8)));
        Assert.Equal(-1L, Encode(6, [0xFFFFFFFF], -9).Int64(1));
    }

    [Theory]
    [InlineData(19, 2, new ulong[] { 3, 0xFFFFFFFF, 2 }, ulong.MaxValue)]
    [InlineData(140, 2, new ulong[] { 3, 2, 5, 0x1000, 2 }, 0x2_0000_0005ul)]
    [InlineData(180, 4, new ulong[] { 3, 0, 9, 5, 2 }, 0x2_0000_0005ul)]
    public void An_offset_is_one_number_however_it_is_given(int number, int parameter, ulong[] arguments, ulong offset)
    {
        var e = Encode(number, arguments, 0, number == 180 ? [[]] : []);
        Assert.Equal(offset, e.UInt64(parameter));
    }

    [Fact]
    public void Times_and_limits_are_half_as_long()
    {
        Assert.Equal(2_000_000_003ul, Encode(162, [1], 0, Bytes(2, 3)).UInt64(1));
        var limits = Encode(191, [7, 1], 0, Bytes(1024, 0xFFFFFFFF));
        Assert.Equal((EventCode.SyscallGetrlimitX, 1024L, -1L), (limits.Code, limits.Int64(1), limits.Int64(2)));
    }

    [Fact]
    public void Of_what_is_laid_out_otherwise_nothing_is_taken()
    {
        var write = Encode(146, [4, 0x1000, 2], 11);
        Assert.Equal((EventCode.SyscallWritevX, 11L, 0, 4L, 0u), (write.Code, write.Int64(0), write.Param(1).Length, write.Int64(2), write.UInt32(3)));
        var sent = Encode(370, [4, 0x1000, 0], 11, new byte[296]);
        Assert.Equal((EventCode.SocketSendmsgX, 11L, 0, 4L), (sent.Code, sent.Int64(0), sent.Param(1).Length, sent.Int64(2)));
    }

    [Fact]
    public void An_exec_that_failed_has_its_file_and_no_arguments()
    {
        var task = new byte[200];
        task.AsSpan(0, 4).Fill(0x41);
        var e = Encode(11, [0x1000, 0x2000, 0x3000], -2, "/no/such\0"u8.ToArray(), task);
        Assert.Equal((EventCode.SyscallExecve_19X, -2L, 0, 0x41414141L), (e.Code, e.Int64(0), e.Param(2).Length, e.Int64(3)));
        Assert.Equal("/no/such\0", Encoding.ASCII.GetString(e.Param(e.ParamCount - 1)));
    }

    [Theory]
    [InlineData(102, "socketcall", 102)]
    [InlineData(90, "mmap", 90)]
    [InlineData(212, "chown", null)]
    [InlineData(85, "readlink", 85)]
    [InlineData(17, "unknown", 17 + Record.CompatCall)]
    public void What_has_no_type_has_its_name_and_is_never_read_as_a_call_of_64_bits(int number, string name, int? native)
    {
        var e = Encode(number, [1, 2, 3], 0, "/x\0"u8.ToArray());
        if (native is null)
        {
            Assert.Equal(name, EventTable.Get(e.Code).Name);
            return;
        }
        Assert.Equal((EventCode.GenericX, name, native), (e.Code, Syscalls.Name(Syscalls.CallOf(e, exitOnly: true)), (int?)e.UInt16(1)));
    }

    [Fact]
    public void What_is_filtered_for_is_found_by_these_numbers_too()
    {
        const int state = 32, wanted = 64, changes = 3;
        var rows = new byte[ProbeMemory.RowsLength];
        s_calls.FillRows(rows, new LiveOptions { OnlyTypes = new HashSet<string> { "write" } });
        var row = (int number) => rows.AsSpan((number + Record.CompatCall) * ProbeMemory.RowSize, ProbeMemory.RowSize).ToArray();
        Assert.Equal(wanted, row(4)[0] & (state | wanted));
        Assert.Equal(0, row(1)[0] & (state | wanted));
        Assert.Equal(state, row(5)[0] & (state | wanted));
        Assert.Equal((byte)Changes.Result, row(5)[changes]);
        Assert.True(s_calls.IsTransfer(4 + Record.CompatCall) && !s_calls.IsTransfer(1 + Record.CompatCall));
    }

    [Fact]
    public void A_child_is_born_of_the_call_that_its_parent_made_by_these_numbers()
    {
        var record = Bytes(190 + Record.CompatCall, RecordKind.Fork, [], 0, new byte[200]);
        Assert.Equal(EventCode.SyscallVfork_20X, Event(record).Code);
    }

    static RawEvent Encode(int number, ulong[] arguments, long result, params byte[][] parts) =>
        Event(Bytes(number + Record.CompatCall, RecordKind.Call, arguments, result, parts));

    static RawEvent Event(byte[] record)
    {
        var room = new byte[RecordEncoder.RoomFor(record.Length)];
        var length = new RecordEncoder(s_calls, 0).Encode(record, 0, room);
        var e = new RawEvent();
        Assert.True(ScapReader.TryLoad(room, length, 0, e));
        return e;
    }

    static byte[] Bytes(int call, RecordKind kind, ulong[] arguments, long result, params byte[][] parts)
    {
        var record = new byte[Record.HeaderSize];
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(20), (ushort)call);
        record[Record.KindAt] = (byte)kind;
        for (var i = 0; i < arguments.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(24 + i * 8), arguments[i]);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(24 + Take.Result * 8), result);
        return [.. record, .. parts.SelectMany(p => BitConverter.GetBytes((ushort)p.Length).Concat(p))];
    }

    static byte[] Bytes(uint first, uint second) => [.. BitConverter.GetBytes(first), .. BitConverter.GetBytes(second)];
}
