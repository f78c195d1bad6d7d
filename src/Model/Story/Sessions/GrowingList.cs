namespace CSysdig.Model.Story.Sessions;

/// <summary>A list to which one thread adds; what others were handed of it stays as it was.</summary>
public sealed class GrowingList<T>
{
    T[] _items = [];

    public int Count { get; private set; }

    public void Add(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Math.Max(8, Count * 2));
        _items[Count++] = item;
    }

    /// <summary>All there is by now. It is for the thread that adds; the answer is for any.</summary>
    public ReadOnlyMemory<T> SoFar => _items.AsMemory(0, Count);
}
