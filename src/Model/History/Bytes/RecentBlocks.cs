namespace CSysdig.Model.History.Bytes;

/// <summary>The blocks that were read last, up to a number of bytes. Used under the store's lock.</summary>
sealed class RecentBlocks(long limit)
{
    readonly LinkedList<RawBlock> _newestFirst = new();
    readonly Dictionary<int, LinkedListNode<RawBlock>> _byIndex = [];
    long _bytes;

    public RawBlock? Find(int index)
    {
        if (!_byIndex.TryGetValue(index, out var node))
            return null;
        if (node != _newestFirst.First)
        {
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
        }
        return node.Value;
    }

    public void Add(RawBlock block)
    {
        _byIndex[block.Index] = _newestFirst.AddFirst(block);
        _bytes += block.Bytes.Length;
    }

    /// <summary>The block that has to go, or null while all have room.</summary>
    public RawBlock? TakeOldest()
    {
        if (_bytes <= limit || _newestFirst.Last is not { } oldest)
            return null;
        _newestFirst.RemoveLast();
        _byIndex.Remove(oldest.Value.Index);
        _bytes -= oldest.Value.Bytes.Length;
        return oldest.Value;
    }
}
