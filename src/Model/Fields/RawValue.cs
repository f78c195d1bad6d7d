using System.Buffers.Binary;
using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>The bytes of a parameter as a field's value.</summary>
static class RawValue
{
    /// <summary>Reads bytes as the value's type asks; where there are fewer than that, the rest counts as zero.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, ref FieldValue value)
    {
        value.Bytes = bytes;
        value.Number = value.Type switch
        {
            ParamType.Int8 => (sbyte)First(bytes, 1),
            ParamType.UInt8 or ParamType.Flags8 or ParamType.EnumFlags8 or ParamType.SigType or ParamType.L4Proto or ParamType.SockFamily => (long)First(bytes, 1),
            ParamType.Int16 => (short)First(bytes, 2),
            ParamType.UInt16 or ParamType.Flags16 or ParamType.EnumFlags16 or ParamType.Port or ParamType.SyscallId => (long)First(bytes, 2),
            ParamType.Int32 or ParamType.Fd32 or ParamType.Pid32 => (int)First(bytes, 4),
            ParamType.UInt32 or ParamType.Flags32 or ParamType.EnumFlags32 or ParamType.Mode or ParamType.Uid or ParamType.Gid
                or ParamType.Bool or ParamType.SigSet => (long)First(bytes, 4),
            _ => (long)First(bytes, 8),
        };
    }

    /// <summary>A text parameter, which newer tools call &lt;NA&gt; where the driver left it empty.</summary>
    public static ReadOnlySpan<byte> TextOrAbsent(RawEvent e, int index)
    {
        var bytes = e.Param(index);
        return bytes.IsEmpty || bytes.SequenceEqual("(NULL)\0"u8) ? "<NA>"u8 : e.Text(index);
    }

    static ulong First(ReadOnlySpan<byte> bytes, int count)
    {
        Span<byte> eight = stackalloc byte[8];
        eight.Clear();
        bytes[..Math.Min(count, bytes.Length)].CopyTo(eight);
        return BinaryPrimitives.ReadUInt64LittleEndian(eight);
    }
}
