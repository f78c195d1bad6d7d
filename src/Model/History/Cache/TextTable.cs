namespace CSysdig.Model.History.Cache;

/// <summary>Texts that are written once and referred to by number; 0 is the empty one.</summary>
sealed class TextTable : IEqualityComparer<byte[]>
{
    readonly Dictionary<byte[], int> _numbers;
    readonly List<byte[]> _texts = [[]];

    public TextTable() => _numbers = new Dictionary<byte[], int>(this) { [[]] = 0 };

    public int NumberOf(byte[] text)
    {
        if (_numbers.TryGetValue(text, out var number))
            return number;
        _numbers[text] = _texts.Count;
        _texts.Add(text);
        return _texts.Count - 1;
    }

    public int Count => _texts.Count;

    public byte[] this[int number] => _texts[number];

    public bool Equals(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);

    public int GetHashCode(byte[] text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
