using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>The value of a parameter: what stands after the equals sign.</summary>
static class ParamValue
{
    /// <summary>The value, in the event's scratch.</summary>
    public static ReadOnlySpan<byte> Of(scoped in EventParam p)
    {
        var scratch = p.Event.Scratch;
        var text = scratch.Text;
        var compat = p.Event.State.Compat;
        if (p.IsEmptyPath && !p.ExitOnly && compat)
            return text.Written;
        text.Clear();
        Write(text, p);
        text.Terminate();
        if (p.ExitOnly && !p.IsAbsent && compat)
            WriteBehind(text, p);
        if (p.Type == ParamType.ByteBuf && !p.IsAbsent)
            scratch.BufferLength = text.Length;
        return text.Written;
    }

    /// <summary>What libs 0.25.4 writes behind the NUL that ends a value: the zone of a time, and another NUL after a list of fds.</summary>
    static void WriteBehind(Utf8Writer to, scoped in EventParam p)
    {
        var end = to.Length;
        if (end == 0 || p.Type is not (ParamType.AbsTime or ParamType.FdList))
            return;
        to.Write((byte)0);
        if (p.Type == ParamType.AbsTime)
            TimeText.WriteZone(to, p.Number);
        to.Terminate();
        to.Truncate(end);
    }

    static void Write(Utf8Writer to, in EventParam p)
    {
        if (p.IsAbsent && WriteAbsent(to, p))
            return;
        switch (p.Type)
        {
            case ParamType.Int8: NumberText.Write(to, p.Number, 8, true, p.Info.Format); break;
            case ParamType.Int16: NumberText.Write(to, p.Number, 16, true, p.Info.Format); break;
            case ParamType.Int32: NumberText.Write(to, p.Number, 32, true, p.Info.Format); break;
            case ParamType.Int64: NumberText.Write(to, p.Number, 64, true, p.Info.Format); break;
            case ParamType.UInt8: NumberText.Write(to, p.Number, 8, false, p.Info.Format); break;
            case ParamType.UInt16: NumberText.Write(to, p.Number, 16, false, p.Info.Format); break;
            case ParamType.UInt32 or ParamType.Mode: NumberText.Write(to, p.Number, 32, false, p.Info.Format); break;
            case ParamType.UInt64: NumberText.Write(to, p.Number, 64, false, p.Info.Format); break;
            case ParamType.Fd or ParamType.Pid or ParamType.Errno: to.Write(p.Signed); break;
            case ParamType.Fd32 or ParamType.Pid32: to.Write((long)(int)p.Number); break;
            case ParamType.Flags8 or ParamType.EnumFlags8 or ParamType.SigType: to.Write((ulong)(byte)p.Number); break;
            case ParamType.Flags16 or ParamType.EnumFlags16: to.Write((ulong)(ushort)p.Number); break;
            case ParamType.Flags32 or ParamType.EnumFlags32: to.Write((ulong)(uint)p.Number); break;
            case ParamType.Uid or ParamType.Gid: to.Write((long)(int)p.Number); break;
            case ParamType.CharBuf or ParamType.FsPath or ParamType.FsRelPath: WriteText(to, p); break;
            case ParamType.ByteBuf: WriteBuffer(to, p); break;
            case ParamType.SockAddr or ParamType.SockTuple: WriteSocket(to, p); break;
            case ParamType.FdList: WriteFds(to, p); break;
            case ParamType.SyscallId: WriteSyscall(to, p); break;
            case ParamType.RelTime when p.Number == ulong.MaxValue: to.Write("none"u8); break;
            case ParamType.RelTime: to.Write(p.Number); break;
            case ParamType.AbsTime when p.IsLater: TimeText.WriteAbsolute(to, p.Number); break;
            case ParamType.SigSet: WriteSignals(to, (uint)p.Number); break;
            case ParamType.Dyn or ParamType.AbsTime: to.Write("INVALID DYNAMIC PARAMETER"u8); break;
            default: to.Write("(n.a.)"u8); break;
        }
    }

    /// <summary>Later libs on a parameter that the driver left empty; texts have their own word for it, and libs 0.25.4 has one for numbers.</summary>
    static bool WriteAbsent(Utf8Writer to, in EventParam p)
    {
        switch (p.Info.Type)
        {
            case ParamType.CharBuf or ParamType.FsPath or ParamType.FsRelPath:
                return false;
            case ParamType.ByteBuf or ParamType.SockTuple or ParamType.FdList or ParamType.CharBufArray or ParamType.CharBufPairArray or ParamType.Dyn:
                to.Write("NULL"u8);
                return true;
            default:
                to.Write(p.ExitOnly ? "<NA>"u8 : "NULL"u8);
                return true;
        }
    }

    static void WriteText(Utf8Writer to, in EventParam p)
    {
        if (p.Type == ParamType.CharBuf)
            p.WriteText(to, p.IsLater || p.Form != TextForm.AsTool ? p.PathOrText : p.UpToNul);
        else
            p.WriteName(to, p.PathOrText);
    }

    static void WriteBuffer(Utf8Writer to, in EventParam p)
    {
        var style = p.Style;
        if (p.Form != TextForm.AsTool && style.Buffer == BufferStyle.Dots && IsTexts(p))
        {
            WriteTexts(to, p);
            return;
        }
        if (style.Buffer != BufferStyle.Dots || style.Json || style.BufferLimit == 0 || p.Bytes.Length <= style.BufferLimit)
        {
            BufferText.Write(to, p.Bytes, style.Buffer);
            return;
        }
        BufferText.WriteDots(to, p.Bytes[..Math.Max(0, style.BufferLimit - 3)]);
        to.Write("..."u8);
    }

    static bool IsTexts(in EventParam p) => p.Info.Name is "args" or "env" or "cgroups" && (p.Event.Info.Category & EventCategory.KindMask) == EventCategory.Process;

    /// <summary>Texts one behind the other, each with a dot for the NUL that ends it. What a program was told to do is never cut.</summary>
    static void WriteTexts(Utf8Writer to, in EventParam p)
    {
        var isCut = p.Info.Name != "args" && p.Style is { Json: false, BufferLimit: > 0 and var limit } && p.Bytes.Length > limit;
        var rest = isCut ? p.Bytes[..Math.Max(0, p.Style.BufferLimit - 3)] : p.Bytes;
        for (var end = rest.IndexOf((byte)0); end >= 0; end = rest.IndexOf((byte)0))
        {
            p.WriteText(to, rest[..end]);
            to.Write('.');
            rest = rest[(end + 1)..];
        }
        p.WriteText(to, rest);
        if (isCut)
            to.Write("..."u8);
        // The command line is recorded in one piece, exe first.
        var recorded = p.Bytes.Length + (p.Info.Name == "args" ? p.Event.Raw.Param(p.Index - 1).Length : 0);
        if (CutMark.IsCut(recorded) && !isCut)
            CutMark.Write(to);
    }

    static void WriteSocket(Utf8Writer to, in EventParam p)
    {
        if (p.Bytes.IsEmpty)
            to.Write("NULL"u8);
        else if (p.Type == ParamType.SockAddr)
            SocketText.WriteAddress(to, p.Bytes, FdText.L4Proto(p.Event.Fd), p.Style, p.Form, p.ExitOnly);
        else
            SocketText.WriteTuple(to, p.Bytes, FdText.L4Proto(p.Event.Fd), p.Style, p.Form, p.ExitOnly);
    }

    /// <summary>A 16-bit count, then a 64-bit fd and 16 bits of poll flags each.</summary>
    static void WriteFds(Utf8Writer to, in EventParam p)
    {
        if (p.Event.Thread is null || p.Bytes.Length < 2)
            return;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(p.Bytes);
        var rest = p.Bytes[2..];
        for (var i = 0; i < count && rest.Length >= 10; i++, rest = rest[10..])
        {
            if (i > 0)
                to.Write(' ');
            var fd = BinaryPrimitives.ReadInt64LittleEndian(rest);
            to.Write((ulong)fd);
            to.Write(':');
            to.Write(ParamKnown.Find(p.Event, fd) is { } info ? FdText.TypeChar(info.Type, later: p.Event.State.Generation != Generation.EnterExit) : (byte)'?');
            to.WriteHex((uint)BinaryPrimitives.ReadInt16LittleEndian(rest[8..]));
        }
    }

    static void WriteSyscall(Utf8Writer to, in EventParam p)
    {
        var code = (ushort)p.Number;
        if (Dialect.Of(p.Event.State).SyscallName(code).IsEmpty)
            to.Write("<unknown syscall>"u8);
        else
            to.Write((ulong)code);
    }

    static void WriteSignals(Utf8Writer to, uint set)
    {
        var start = to.Length;
        for (var signal = 1; signal <= 32; signal++)
        {
            var name = SignalNames.Of(signal);
            if ((set & 1u << (signal - 1)) == 0 || name.IsEmpty)
                continue;
            if (to.Length > start)
                to.Write(' ');
            to.Write(name);
        }
    }
}
