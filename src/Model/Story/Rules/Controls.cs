namespace CSysdig.Model.Story.Rules;

/// <summary>The connections through which somebody types into a shell of this machine.</summary>
sealed class Controls
{
    const int Most = 1_000;

    readonly HashSet<long> _opened = [];

    /// <param name="openedAt">Of the socket.</param>
    public void Add(long openedAt)
    {
        if (openedAt == 0)
            return;
        // Most are closed by then.
        if (_opened.Count >= Most)
            _opened.Clear();
        _opened.Add(openedAt);
    }

    public bool Has(long openedAt) => _opened.Count > 0 && _opened.Contains(openedAt);
}
