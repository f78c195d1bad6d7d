namespace CSysdig.Capture.Compression;

/// <summary>
/// Takes batches of whole blocks and writes them in their order, compressed on threads of their own. Few batches are under
/// way at a time, and their buffers are used again, so memory is bounded whatever is written.
/// </summary>
sealed class PackedOutput : IDisposable
{
    const int MostThreads = 4;

    readonly CaptureTarget _target;
    readonly CaptureCompression _compression;
    readonly int _bufferSize, _most;
    readonly Queue<(byte[] Bytes, int Length, long Index)> _waiting = new();
    readonly Stack<byte[]> _free = new();
    readonly Thread[] _threads;
    readonly long[] _sizes;
    readonly object _lock = new();
    long _given, _written, _size;
    Exception? _failure;
    bool _finished;

    public PackedOutput(CaptureTarget target, CaptureCompression compression, int bufferSize)
    {
        _target = target;
        _compression = compression;
        _bufferSize = bufferSize;
        _threads = new Thread[compression == CaptureCompression.None ? 1 : Math.Clamp(Environment.ProcessorCount, 1, MostThreads)];
        _most = _threads.Length + 1;
        _sizes = new long[_most + 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Run) { IsBackground = true, Name = "capture writer" };
            _threads[i].Start();
        }
    }

    /// <summary>Hands over a batch, waiting for room, and gives an empty buffer for the next one.</summary>
    /// <exception cref="IOException">An earlier batch could not be written.</exception>
    public byte[] Put(byte[] batch, int length)
    {
        lock (_lock)
        {
            while (_given - _written >= _most && _failure is null)
                Monitor.Wait(_lock);
            if (_failure is not null)
                throw new IOException(_failure.Message, _failure);
            _waiting.Enqueue((batch, length, _given++));
            Monitor.PulseAll(_lock);
            return _free.TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(_bufferSize);
        }
    }

    /// <summary>
    /// Bytes on disk after all batches but the last two handed over; waits for those. The answer does not depend on how
    /// fast the threads are, so that files that are rotated by it are the same each time.
    /// </summary>
    public long SettledSize()
    {
        lock (_lock)
        {
            var batch = _given - 2;
            if (batch <= 0)
                return 0;
            while (_written < batch && _failure is null)
                Monitor.Wait(_lock);
            return _sizes[batch % _sizes.Length];
        }
    }

    /// <summary>Waits until everything is written and closes the target.</summary>
    /// <exception cref="IOException">Something could not be written.</exception>
    public void Finish()
    {
        Stop();
        if (_failure is not null)
            throw new IOException(_failure.Message, _failure);
    }

    public void Dispose() => Stop();

    void Stop()
    {
        lock (_lock)
        {
            if (_finished)
                return;
            _finished = true;
            Monitor.PulseAll(_lock);
        }
        foreach (var thread in _threads)
            thread.Join();
        try
        {
            _target.Dispose();
        }
        catch (IOException e)
        {
            _failure ??= e;
        }
    }

    void Run()
    {
        using var packer = new BatchPacker(_compression);
        while (Take() is var (bytes, length, index))
        {
            try
            {
                var packed = packer.Pack(bytes, length);
                if (AwaitTurn(index))
                    Write(packed, bytes, length);
            }
            catch (Exception e) when (e is IOException or OutOfMemoryException or ObjectDisposedException)
            {
                lock (_lock)
                    _failure ??= e;
            }
            Done(bytes, index);
        }
    }

    void Write(ReadOnlyMemory<byte> packed, byte[] bytes, int length)
    {
        // Of a compressed batch nothing can be used unless it is whole.
        _target.Write(packed.Span, there => there >= packed.Length ? packed.Length
            : _compression == CaptureCompression.None ? WholeBlocks(bytes.AsSpan(0, Math.Min(length, there))) : 0);
        _size += packed.Length;
    }

    static int WholeBlocks(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (bytes.Length - at >= 8)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
            if (length <= 0 || length > bytes.Length - at)
                break;
            at += length;
        }
        return at;
    }

    (byte[], int, long)? Take()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_finished)
                Monitor.Wait(_lock);
            return _waiting.TryDequeue(out var batch) ? batch : null;
        }
    }

    /// <summary>Waits until the batches before it are written; false when one of them could not be.</summary>
    bool AwaitTurn(long index)
    {
        lock (_lock)
        {
            while (_written < index)
                Monitor.Wait(_lock);
            return _failure is null;
        }
    }

    void Done(byte[] bytes, long index)
    {
        lock (_lock)
        {
            // After a failure a batch may be done before its turn.
            while (_written < index)
                Monitor.Wait(_lock);
            _written = index + 1;
            _sizes[_written % _sizes.Length] = _size;
            if (bytes.Length == _bufferSize)
                _free.Push(bytes);
            Monitor.PulseAll(_lock);
        }
    }
}
