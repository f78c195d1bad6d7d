using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>The names of a parameter's bits, joined by bars.</summary>
static class FlagText
{
    /// <summary>
    /// Every name whose bits are set, until one is the whole value; that one is named even when others have taken its bits.
    /// So 0.29.3 names flags and enumerations, and both tools name modes.
    /// </summary>
    public static void WriteUntilExact(Utf8Writer to, FlagTable table, uint value)
    {
        var start = to.Length;
        var left = value;
        foreach (ref readonly var flag in table.Values.AsSpan())
        {
            if (flag.Value == value)
            {
                Append(to, start, flag.NameUtf8);
                return;
            }
            if (flag.Value != 0 && left != 0 && (left & flag.Value) == flag.Value)
            {
                Append(to, start, flag.NameUtf8);
                left &= ~flag.Value;
            }
        }
    }

    /// <summary>Every name whose bits are set and not taken by one before it (libs since 0.13).</summary>
    public static void WriteBits(Utf8Writer to, FlagTable table, uint value)
    {
        var start = to.Length;
        var left = value;
        foreach (ref readonly var flag in table.Values.AsSpan())
        {
            if (flag.Value == 0 ? value != 0 : left == 0 || (left & flag.Value) != flag.Value)
                continue;
            left &= ~flag.Value;
            Append(to, start, flag.NameUtf8);
            if (flag.Value == value)
                return;
        }
    }

    /// <summary>Every name of exactly this value: an enumeration may have several (libs since 0.13).</summary>
    public static void WriteEqual(Utf8Writer to, FlagTable table, uint value)
    {
        var start = to.Length;
        foreach (ref readonly var flag in table.Values.AsSpan())
            if (flag.Value == value)
                Append(to, start, flag.NameUtf8);
    }

    static void Append(Utf8Writer to, int start, byte[] name)
    {
        if (to.Length > start)
            to.Write('|');
        to.Write(name);
    }
}
