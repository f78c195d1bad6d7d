namespace CSysdig.Model.Reports;

/// <summary>A line of a report: words of the program's own, and what was captured, which is always marked off.</summary>
sealed class Phrase
{
    readonly List<(string Text, bool IsCaptured)> _parts = [];

    public IReadOnlyList<(string Text, bool IsCaptured)> Parts => _parts;

    public static implicit operator Phrase(string own) => new Phrase().Say(own);

    /// <summary>What was captured, made visible (<see cref="Captured"/>).</summary>
    public static Phrase Of(string captured) => new Phrase().Quote(captured);

    public Phrase Say(string own) => Add(own, isCaptured: false);

    public Phrase Quote(string captured) => Add(captured, isCaptured: true);

    public Phrase Join(Phrase other)
    {
        _parts.AddRange(other._parts);
        return this;
    }

    Phrase Add(string text, bool isCaptured)
    {
        if (text.Length > 0)
            _parts.Add((text, isCaptured));
        return this;
    }
}
