using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Older;

/// <summary>Whole blocks that gather for a batch.</summary>
sealed class OlderBatch
{
    const int Size = 1 << 20;

    byte[] _bytes = new byte[Size];
    BlockList _blocks = new();
    int _length, _index;
    long _offset;
    byte[]? _spare;

    public bool IsEmpty => _length == 0;

    public void Add(ReadOnlySpan<byte> block)
    {
        if (block.Length > _bytes.Length - _length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + block.Length));
        block.CopyTo(_bytes.AsSpan(_length));
        _blocks.Add(_length);
        _length += block.Length;
    }

    /// <summary>Adds blocks that stand one behind the other.</summary>
    public void AddAll(ReadOnlySpan<byte> blocks)
    {
        while (blocks.Length >= BlockFramer.MinBlock)
        {
            var length = BitConverter.ToInt32(blocks[4..]);
            Add(blocks[..length]);
            blocks = blocks[length..];
        }
    }

    public EventBatch HandOver()
    {
        var batch = new EventBatch { Bytes = _bytes, Length = _length, FileOffset = _offset, Blocks = _blocks, Index = _index++ };
        _offset += _length;
        _bytes = Interlocked.Exchange(ref _spare, null) ?? new byte[Size];
        _blocks = new BlockList();
        _length = 0;
        return batch;
    }

    /// <summary>A buffer that nothing points into any more.</summary>
    public void Return(byte[] bytes)
    {
        if (bytes.Length == Size)
            Interlocked.Exchange(ref _spare, bytes);
    }
}
