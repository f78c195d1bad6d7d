namespace CSysdig.Capture.Live.Encoders;

/// <summary>What the probe takes of a call beside its registers; numbers are those of record.h.</summary>
enum TakeKind : byte
{
    None, Text, Data, Struct, Vector, Message, Address, Socket, Opened, Poll, Memory, Words, AddressAt, FileAt, SocketAt,
}

/// <summary>One thing to take: about which of a record's values (6 is the result), and which of them is its length.</summary>
readonly record struct Take(TakeKind Kind, byte Value, byte Length)
{
    public const byte Result = 6;

    /// <summary>A message gives its address, its data and what went with it; what has been opened, its file and its path.</summary>
    public int Parts => Kind switch { TakeKind.Message => 3, TakeKind.Opened => 2, _ => 1 };

    /// <summary>What a call gives back is there only when it worked: by its result, in memory with its length beside it, and in all that a call fills.</summary>
    public bool OnlyGood(bool fills) => Kind switch
    {
        TakeKind.Socket or TakeKind.Opened => Value == Result,
        TakeKind.AddressAt => true,
        TakeKind.Vector or TakeKind.Message => fills,
        _ => false,
    };
}
