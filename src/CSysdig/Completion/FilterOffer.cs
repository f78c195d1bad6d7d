using CSysdig.Model.Fields;
using CSysdig.Model.Filters;

namespace CSysdig.Completion;

/// <summary>Offers what may stand at the end of a filter.</summary>
static class FilterOffer
{
    /// <param name="before">The words before, as one text.</param>
    /// <param name="word">The word under the cursor, which may be a whole filter in quotes.</param>
    public static Offer For(string before, string word)
    {
        var filter = before + word;
        var words = FilterWords.Read(filter);
        var start = Math.Max(words.Start, before.Length);
        var last = filter[start..];
        return (words.Place switch
        {
            FilterPlace.Field => Field(last),
            FilterPlace.Operator => Offer.Words(last, Operators(words.Field)),
            FilterPlace.Value => Offer.Words(last, Values(words.Field)),
            _ => Offer.Words(last, [new("and", "both must be true"), new("or", "one must be true")]),
        }).After(filter[before.Length..start]);
    }

    static Offer Field(string word)
    {
        var candidates = FieldOffer.Beginning(word, FieldFlags.PrintOnly | FieldFlags.TableOnly).ToList();
        if (FieldOffer.Whole(word) is { } field)
            candidates.AddRange(FilterWords.Operators(field).Where(o => !char.IsAsciiLetter(o[0])).Select(o => new Candidate(word + o)));
        else if (word.Length > 0)
            candidates.AddRange(FilterWords.Transformers.Where(t => t != "val").Select(t => new Candidate(t + "(", "of a field")).Append(new("not", "the opposite")));
        return Offer.Parts(word, candidates);
    }

    static IEnumerable<Candidate> Operators(string field) =>
        FieldOffer.Whole(field) is { } definition ? FilterWords.Operators(definition).Select(o => new Candidate(o)) : [];

    static IEnumerable<Candidate> Values(string field) =>
        FieldOffer.Whole(field) is { } definition ? KnownValues.Of(definition).Select(v => new Candidate(v)) : [];
}
