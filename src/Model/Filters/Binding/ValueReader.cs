using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Reads the values a field is compared with, by the field's type. What is wrong names field, value and what was expected.</summary>
readonly struct ValueReader(string field)
{
    /// <summary>A number that is signed, or unsigned below 64 bits. As in sysdig a negative one counts from the top of an unsigned type.</summary>
    public long Signed(Literal literal, ParamType type)
    {
        var (low, high) = ValueKinds.Range(type);
        if (!TryNumber(literal.Text, out var number))
            throw Wrong(literal, "a number");
        if (low == 0 && number < 0 && number >= -1 - high)
            return (long)(number + high + 1);
        if (number < low || number > high)
            throw Wrong(literal, $"a number from {low} to {high}");
        return (long)number;
    }

    /// <summary>A number of 64 bits without a sign; a negative one counts from its top.</summary>
    public ulong Unsigned(Literal literal)
    {
        if (!TryNumber(literal.Text, out var number))
            throw Wrong(literal, "a number");
        if (number < long.MinValue || number > ulong.MaxValue)
            throw Wrong(literal, $"a number up to {ulong.MaxValue}");
        return unchecked((ulong)number);
    }

    public double Double(Literal literal) =>
        double.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(literal, "a number");

    public long Bool(Literal literal) => literal.Text switch
    {
        "true" => 1,
        "false" => 0,
        _ => throw Wrong(literal, "true or false"),
    };

    /// <summary>A port's number, or the name of its service.</summary>
    public long Port(Literal literal)
    {
        if (literal.Bytes.Length == 0)
            return 0;
        if (literal.Bytes.All(b => b is >= (byte)'0' and <= (byte)'9'))
            return ushort.TryParse(literal.Text, out var number) ? number : throw Wrong(literal, $"a port from 0 to {ushort.MaxValue}");
        return PortNames.Find(literal.Text) ?? throw Wrong(literal, "a port's number or the name of a service");
    }

    /// <summary>An IPv4 or IPv6 address as 4 or 16 bytes.</summary>
    public byte[] Address(Literal literal) => TryAddress(literal.Text) ?? throw Wrong(literal, "an IP address such as 198.51.100.7 or ::1");

    /// <summary>A network such as 10.0.0.0/8. As in sysdig 0.29.3 an IPv6 address alone means its first 64 bits.</summary>
    public Network Network(Literal literal)
    {
        var text = literal.Text;
        var slash = text.IndexOf('/');
        if (TryAddress(slash < 0 ? text : text[..slash]) is not { } address || slash < 0 && address.Length == 4)
            throw Wrong(literal, "a network such as 10.0.0.0/8 or fe80::/10");
        if (slash < 0)
            return new(address, 64);
        if (!byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits > address.Length * 8)
            throw Wrong(literal, $"a number of bits from 0 to {address.Length * 8} behind the /");
        return new(address, bits);
    }

    /// <summary>Bytes written as hexadecimal digits (<c>bcontains 7f454c46</c>).</summary>
    public byte[] Hex(Literal literal)
    {
        var text = literal.Text;
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : throw Wrong(literal, "pairs of hexadecimal digits");
    }

    FilterException Wrong(Literal literal, string expected) => new(literal.Bytes.Length == 0
        ? $"{field} is compared with nothing; expected {expected}"
        : $"{field} is compared with '{Escaped(literal)}'; expected {expected}", literal.Column);

    /// <summary>The value as it may stand in a message on a terminal.</summary>
    static string Escaped(Literal literal)
    {
        var text = new StringBuilder();
        foreach (var rune in literal.Text.EnumerateRunes())
            text.Append(Rune.IsControl(rune) ? $"\\x{rune.Value:x2}" : rune.ToString());
        return text.ToString();
    }

    static bool TryNumber(string text, out Int128 number)
    {
        var trimmed = text.AsSpan().TrimStart();
        return trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? Int128.TryParse(trimmed[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : Int128.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    static byte[]? TryAddress(string text)
    {
        if (text.Contains(':'))
            return !text.AsSpan().ContainsAny("%[]/") && IPAddress.TryParse(text, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6.GetAddressBytes() : null;
        var parts = text.Split('.');
        var bytes = new byte[4];
        if (parts.Length != 4)
            return null;
        for (var i = 0; i < 4; i++)
        {
            if (parts[i] is ['0', _, ..] || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }
        return bytes;
    }
}
