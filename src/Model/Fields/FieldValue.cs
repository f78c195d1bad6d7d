using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>A field's value, borrowed: a number, or bytes that hold true until the field is asked again.</summary>
public ref struct FieldValue
{
    /// <summary>How the value is meant; fixed for a field but for evt.rawarg.</summary>
    public ParamType Type;
    /// <summary>How a number is printed.</summary>
    public PrintFormat Format;
    /// <summary>Integers, times, flags, ports, booleans (0 or 1); signed ones sign-extended; a double's bits.</summary>
    public long Number;
    /// <summary>Texts and buffers; addresses as 4 or 16 bytes in network order.</summary>
    public ReadOnlySpan<byte> Bytes;

    public readonly double Double => BitConverter.Int64BitsToDouble(Number);
}
