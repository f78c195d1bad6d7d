using CSysdig.Model.Filters.Predicates;

namespace CSysdig.Model.Queries;

/// <summary>What is left to do with the rows of each class of a chunk.</summary>
struct ClassActions
{
    Verdict[] _verdicts;

    /// <summary>There are classes whose rows are to be looked at.</summary>
    public bool AreLeft { get; private set; }

    public void Start(int classes)
    {
        if (_verdicts is null || _verdicts.Length < classes)
            _verdicts = new Verdict[classes];
        Array.Clear(_verdicts, 0, classes);
        AreLeft = false;
    }

    public readonly Verdict Of(int number) => _verdicts[number];

    public void Set(int number, Verdict verdict)
    {
        _verdicts[number] = verdict;
        AreLeft = true;
    }
}

/// <summary>Rows that a cheap look has let through, a stretch at a time.</summary>
struct Selected
{
    public const int Most = 1 << 14;

    int[]? _rows;

    /// <summary>How far each of them is from the first.</summary>
    public ReadOnlySpan<int> By(RowTest test, RowView view, long from, long to)
    {
        _rows ??= new int[Most];
        return _rows.AsSpan(0, test.Select(view, from, to, _rows));
    }
}
