using CSysdig.Model.Fields;

namespace CSysdig.Completion;

/// <summary>Offers fields behind the last percent sign of a format.</summary>
static class FormatOffer
{
    public static Offer For(string word)
    {
        var name = word.LastIndexOf('%') + 1;
        if (name == 0)
            return Offer.Nothing;
        while (name < word.Length && char.IsAsciiDigit(word[name]))
            name++;
        var last = word[name..];
        return last.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
            ? Offer.Parts(last, FieldOffer.Beginning(last, FieldFlags.FilterOnly | FieldFlags.TableOnly)).After(word[..name])
            : Offer.Nothing;
    }
}
