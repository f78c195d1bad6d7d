using ZstdSharp;

namespace CSysdig.Model.History.Bytes;

/// <summary>Compresses blocks on a thread of its own and gives them to a spool, in the order in which they come. Few wait.</summary>
/// <param name="stored">Is told where a block lies now; the packer needs the block no more.</param>
/// <param name="failed">Is told in one line why a block could not be kept.</param>
sealed class BlockPacker(Spool spool, Action<RawBlock, BlockEntry> stored, Action<string> failed) : IDisposable
{
    /// <summary>Nearly as small as more costly levels make the bytes of a capture.</summary>
    const int Level = 1;
    const int Most = 8;

    readonly Queue<RawBlock> _waiting = new();
    Thread? _thread;
    bool _ended;

    /// <summary>Takes a block, waiting for room.</summary>
    public void Put(RawBlock block)
    {
        lock (_waiting)
        {
            while (_waiting.Count >= Most && !_ended)
                Monitor.Wait(_waiting);
            _waiting.Enqueue(block);
            Monitor.PulseAll(_waiting);
            if (_thread is not null || _ended)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = "history packer" };
            _thread.Start();
        }
    }

    /// <summary>Nothing more will come: waits until everything that came is stored.</summary>
    public void Finish()
    {
        Thread? thread;
        lock (_waiting)
        {
            _ended = true;
            Monitor.PulseAll(_waiting);
            thread = _thread;
        }
        thread?.Join();
    }

    /// <summary>Ends the thread; what waits is dropped.</summary>
    public void Dispose()
    {
        lock (_waiting)
            _waiting.Clear();
        Finish();
    }

    void Run()
    {
        using var zstd = new Compressor(Level);
        byte[] frame = [];
        while (Take() is { } block)
        {
            try
            {
                var most = Compressor.GetCompressBound(block.Length);
                if (frame.Length < most)
                    frame = GC.AllocateUninitializedArray<byte>(most);
                var raw = block.Bytes.AsSpan(0, block.Length);
                var packed = zstd.Wrap(raw, frame);
                var sum = Checksum.Of(raw);
                stored(block, new BlockEntry(spool.Append(frame.AsSpan(0, packed)), block.Length, packed, block.Start, sum));
            }
            catch (Exception e) when (e is IOException or OutOfMemoryException or ZstdException)
            {
                failed(e is IOException ? e.Message : "there is not enough memory for the capture's bytes");
            }
        }
    }

    RawBlock? Take()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_waiting);
            if (!_waiting.TryDequeue(out var block))
                return null;
            Monitor.PulseAll(_waiting);
            return block;
        }
    }
}
