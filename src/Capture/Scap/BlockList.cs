namespace CSysdig.Capture.Scap;

/// <summary>
/// Where the blocks of a batch start. The thread that framed them knows; the one that reads them need not find out again
/// by a chain of lengths, and can look ahead. Positions only: every byte that goes from one processor to the other costs.
/// </summary>
sealed class BlockList
{
    public static readonly BlockList None = new();

    int[] _positions = [];

    public int Count { get; private set; }

    public int this[int index] => _positions[index];

    public void Add(int position)
    {
        if (Count == _positions.Length)
            Array.Resize(ref _positions, Math.Max(4096, Count * 2));
        _positions[Count++] = position;
    }

    /// <summary>Adds the blocks of bytes that have been copied behind others, <paramref name="shift"/> bytes further on.</summary>
    public void Append(BlockList others, int shift)
    {
        for (var i = 0; i < others.Count; i++)
            Add(others[i] + shift);
    }

    public void Clear() => Count = 0;
}
