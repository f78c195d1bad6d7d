using System.Buffers;
using System.Globalization;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Findings;

/// <summary>A captured name within a sentence: in quotes where it begins or ends in what nobody would see.</summary>
static class Quoted
{
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> name)
    {
        var isQuoted = NeedsQuotes(name);
        if (isQuoted)
            to.Write('"');
        to.Write(name);
        if (isQuoted)
            to.Write('"');
    }

    public static byte[] Of(ReadOnlySpan<byte> name) => NeedsQuotes(name) ? [(byte)'"', .. name, (byte)'"'] : name.ToArray();

    static bool NeedsQuotes(ReadOnlySpan<byte> name) => !name.IsEmpty
        && (Rune.DecodeFromUtf8(name, out var first, out _) == OperationStatus.Done && HasNoInk(first) || Rune.DecodeLastFromUtf8(name, out var last, out _) == OperationStatus.Done && HasNoInk(last));

    /// <summary>Nothing of it is seen in a listing.</summary>
    public static bool HasNoInk(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
