namespace CSysdig.Completion;

/// <summary>What becomes of the word under the cursor.</summary>
enum OfferKind : byte
{
    /// <summary>Whole words: a blank follows.</summary>
    Words,
    /// <summary>Beginnings: more follows at once.</summary>
    Parts,
    /// <summary>The shell offers captures.</summary>
    Captures,
    /// <summary>The shell offers files.</summary>
    Files,
}

/// <summary>What a shell is told.</summary>
sealed record Offer(OfferKind Kind, IReadOnlyList<Candidate> Candidates)
{
    public static Offer Nothing { get; } = new(OfferKind.Words, []);

    /// <summary>The candidates that begin as the word does.</summary>
    public static Offer Words(string word, IEnumerable<Candidate> candidates) => new(OfferKind.Words, [.. Beginning(word, candidates)]);

    public static Offer Parts(string word, IEnumerable<Candidate> candidates) => new(OfferKind.Parts, [.. Beginning(word, candidates)]);

    /// <summary>The same behind something that stays as it is.</summary>
    public Offer After(string before) => this with { Candidates = [.. Candidates.Select(c => c with { Text = before + c.Text })] };

    static IEnumerable<Candidate> Beginning(string word, IEnumerable<Candidate> candidates) =>
        candidates.Where(c => c.Text.StartsWith(word, StringComparison.Ordinal));
}

/// <param name="Text">What the word becomes.</param>
/// <param name="Meaning">For shells that show it; may be empty.</param>
readonly record struct Candidate(string Text, string Meaning = "");
