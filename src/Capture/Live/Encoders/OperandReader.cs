using System.Globalization;
using CSysdig.Capture.Events;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Reads the sources of calls.tsv, and gathers what has to be taken for them.</summary>
/// <param name="isCompat">For a call of 32 bits: what is laid out otherwise there is not taken, and reads as not there.</param>
sealed class OperandReader(List<Take> takes, bool isCompat)
{
    const byte Untaken = byte.MaxValue;

    /// <summary>A source as in <c>out(socket0,addr4/5)</c> or <c>struct1/16.8:8</c>.</summary>
    public ParamSource Read(string word, ParamInfo? parameter)
    {
        var open = word.IndexOf('(');
        var type = parameter?.Type ?? ParamType.None;
        var maker = open < 0 ? ParamMaker.Number : Enum.Parse<ParamMaker>(word[..open], ignoreCase: true);
        var inner = open < 0 ? [word] : word[(open + 1)..^1].Split(',');
        var operands = new Operand[3];
        for (var i = 0; i < inner.Length; i++)
            operands[i] = Operand(inner[i]);
        if (open < 0)
            maker = operands[0].Kind switch { OperandKind.None => ParamMaker.None, OperandKind.Part => ParamMaker.Bytes, _ => ParamMaker.Number };
        // An fd or an id is an int, whatever lies in the upper half of its register.
        if (type is ParamType.Fd or ParamType.Pid && operands[0] is { Kind: OperandKind.Value, Index: not Take.Result })
            operands[0] = operands[0] with { Kind = OperandKind.Int };
        var flags = maker is ParamMaker.Open or ParamMaker.FileFlags ? KernelFlags.Of("file_flags") : parameter?.Flags is { } table ? KernelFlags.Of(table.Name) : null;
        return new ParamSource(maker, type, flags, operands[0], operands[1], operands[2]);
    }

    Operand Operand(string word)
    {
        if (word == "none")
            return default;
        if (word == "r")
            return new Operand(OperandKind.Value, Take.Result);
        if (char.IsAsciiDigit(word[0]))
            return new Operand(word.EndsWith('i') ? OperandKind.Int : OperandKind.Value, (byte)(word[0] - '0'));
        var dot = word.IndexOf('.');
        var field = dot < 0 ? "" : word[(dot + 1)..];
        var take = TakeOf(dot < 0 ? word : word[..dot]);
        if (isCompat && take.Kind is TakeKind.Vector or TakeKind.Message or TakeKind.Words)
            return field == "size" ? new Operand(OperandKind.Field, Untaken, 0, sizeof(ulong)) : new Operand(OperandKind.Part, Untaken);
        var part = PartOf(take);
        const int sizeAhead = 8;
        return (take.Kind, field) switch
        {
            (_, "") => new Operand(OperandKind.Part, part),
            (TakeKind.Vector, "size") => new Operand(OperandKind.Field, part, 0, sizeAhead),
            (TakeKind.Vector, "data") => new Operand(OperandKind.Part, part, sizeAhead),
            (TakeKind.Opened, "path") => new Operand(OperandKind.Part, (byte)(part + 1)),
            (TakeKind.Message, "name") => new Operand(OperandKind.Part, part),
            (TakeKind.Message, "size") => new Operand(OperandKind.Field, (byte)(part + 1), 0, sizeAhead),
            (TakeKind.Message, "data") => new Operand(OperandKind.Part, (byte)(part + 1), sizeAhead),
            (TakeKind.Message, "control") => new Operand(OperandKind.Part, (byte)(part + 2)),
            _ => Field(part, field),
        };
    }

    static Operand Field(byte part, string field)
    {
        var colon = field.IndexOf(':');
        return new Operand(OperandKind.Field, part, ushort.Parse(field.AsSpan(0, colon), CultureInfo.InvariantCulture),
            byte.Parse(field.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>Which part a thing to take is; it is taken once, however often it is named.</summary>
    byte PartOf(Take take)
    {
        var at = takes.IndexOf(take);
        if (at < 0)
        {
            at = takes.Count;
            takes.Add(take);
        }
        var index = 0;
        for (var i = 0; i < at; i++)
            index += takes[i].Parts;
        return (byte)index;
    }

    static Take TakeOf(string word)
    {
        if (word == "memory")
            return new Take(TakeKind.Memory, 0, 0);
        var slash = word.IndexOf('/');
        var head = slash < 0 ? word : word[..slash];
        var length = slash < 0 ? (byte)0 : word[(slash + 1)..] == "r" ? Take.Result : byte.Parse(word.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        var value = head[^1] == 'r' ? Take.Result : (byte)(head[^1] - '0');
        var kind = head[..^1] switch
        {
            "text" => TakeKind.Text,
            "data" => TakeKind.Data,
            "struct" => TakeKind.Struct,
            "iov" => TakeKind.Vector,
            "msg" => TakeKind.Message,
            "addr" => TakeKind.Address,
            "addrat" => TakeKind.AddressAt,
            "socket" => TakeKind.Socket,
            "opened" => TakeKind.Opened,
            "fileat" => TakeKind.FileAt,
            "socketat" => TakeKind.SocketAt,
            "poll" => TakeKind.Poll,
            "words" => TakeKind.Words,
            _ => throw new InvalidDataException($"calls.tsv: what is {word}?"),
        };
        return new Take(kind, value, length);
    }
}
