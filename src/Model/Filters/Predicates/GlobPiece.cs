namespace CSysdig.Model.Filters.Predicates;

/// <summary>What stands between two stars of a pattern: so many bytes, each one that is given, any, or one of a set.</summary>
sealed class GlobPiece
{
    const int Any = 256;

    readonly List<int> _bytes = [];
    readonly List<bool[]> _sets = [];
    /// <summary>The piece as plain bytes where it is nothing else.</summary>
    byte[]? _plain;

    public int Length => _bytes.Count;

    public void Add(byte value) => _bytes.Add(value);

    public void AddAny() => _bytes.Add(Any);

    public void AddSet(Func<byte, bool> has)
    {
        var set = new bool[256];
        for (var b = 0; b < set.Length; b++)
            set[b] = has((byte)b);
        _sets.Add(set);
        _bytes.Add(Any + _sets.Count);
    }

    /// <summary>Nothing more will be added.</summary>
    public void Finish() => _plain = _bytes.TrueForAll(b => b < Any) ? _bytes.ConvertAll(b => (byte)b).ToArray() : null;

    /// <summary>Whether a text begins with it.</summary>
    public bool Begins(ReadOnlySpan<byte> text)
    {
        if (_plain is not null)
            return text.StartsWith(_plain);
        if (text.Length < _bytes.Count)
            return false;
        for (var i = 0; i < _bytes.Count; i++)
            if (_bytes[i] is var wanted && wanted != Any && (wanted < Any ? wanted != text[i] : !_sets[wanted - Any - 1][text[i]]))
                return false;
        return true;
    }

    /// <summary>Where it first stands in a text, or -1.</summary>
    public int IndexIn(ReadOnlySpan<byte> text)
    {
        if (_plain is not null)
            return text.IndexOf(_plain);
        for (var at = 0; at + _bytes.Count <= text.Length; at++)
            if (Begins(text[at..]))
                return at;
        return -1;
    }
}
