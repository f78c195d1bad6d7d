using CSysdig.Model.Fields;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>One of some addresses, of 4 or 16 bytes; one of the other family is never the same.</summary>
readonly struct AddressTest(byte[][] addresses, bool among) : IValueTest
{
    public bool Test(in FieldValue value)
    {
        foreach (var address in addresses)
            if (value.Bytes.SequenceEqual(address))
                return among;
        return !among;
    }
}

/// <summary>A network: an address and how many of its bits count.</summary>
readonly record struct Network(byte[] Address, int Bits)
{
    public bool Contains(ReadOnlySpan<byte> address)
    {
        if (address.Length != Address.Length)
            return false;
        var whole = Bits >> 3;
        if (!address[..whole].SequenceEqual(Address.AsSpan(0, whole)))
            return false;
        var rest = Bits & 7;
        return rest == 0 || (address[whole] ^ Address[whole]) >> (8 - rest) == 0;
    }
}

/// <summary>An address within one of some networks.</summary>
readonly struct NetworkTest(Network[] networks, bool within) : IValueTest
{
    public bool Test(in FieldValue value)
    {
        foreach (var network in networks)
            if (network.Contains(value.Bytes))
                return within;
        return !within;
    }
}
