using System.Numerics;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live.Rings;

/// <summary>
/// The ring of one processor, as the kernel maps it: a page with the reader's position, a page with the writer's, then the records,
/// mapped twice in a row so that none is broken at the end.
/// </summary>
sealed unsafe class Ring : IDisposable
{
    const uint Busy = 1u << 31, Discarded = 1u << 30;
    const int Header = 8;

    readonly byte* _consumer, _producer, _data;
    readonly nuint _consumerLength, _producerLength;
    readonly ulong _mask;

    /// <summary>Read so far, and to be read in this round.</summary>
    ulong _at, _end;

    /// <summary>Of the record at hand, read once: what is checked is what is used.</summary>
    uint _length;

    Ring(byte* consumer, nuint consumerLength, byte* producer, nuint producerLength, int page, ulong size)
    {
        _consumer = consumer;
        _producer = producer;
        (_consumerLength, _producerLength) = (consumerLength, producerLength);
        _data = producer + page;
        _mask = size - 1;
        _at = *(ulong*)consumer;
    }

    /// <summary>Null when it can't be mapped.</summary>
    public static Ring? Map(int fd, int bytes)
    {
        var page = (nuint)Environment.SystemPageSize;
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, Environment.SystemPageSize));
        var failed = (void*)-1;
        var consumer = mmap(null, (size_t)(ulong)page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (consumer == failed)
            return null;
        var length = page + 2 * (nuint)size;
        var producer = mmap(null, (size_t)(ulong)length, PROT_READ, MAP_SHARED, fd, (off_t)(long)page);
        if (producer == failed)
        {
            munmap(consumer, (size_t)(ulong)page);
            return null;
        }
        return new Ring((byte*)consumer, page, (byte*)producer, length, (int)page, size);
    }

    /// <summary>The time of the record at hand; the highest number where there is none.</summary>
    public ulong Time { get; private set; } = ulong.MaxValue;

    /// <summary>The record at hand.</summary>
    public ReadOnlySpan<byte> Record => new(_data + (_at & _mask) + Header, (int)_length);

    /// <summary>Looks at what the kernel has written since the last round; how many bytes that are.</summary>
    public long Look()
    {
        _end = Volatile.Read(ref *(ulong*)_producer);
        // More than a ring holds can't be in it.
        _at = _end - Math.Min(_end - _at, _mask + 1);
        FindRecord();
        return (long)(_end - _at);
    }

    /// <summary>Goes past the record at hand.</summary>
    public void Next()
    {
        _at += Stride(_length);
        FindRecord();
    }

    /// <summary>Gives the room of what was read back to the kernel.</summary>
    public void Release() => Volatile.Write(ref *(ulong*)_consumer, _at);

    public void Dispose()
    {
        munmap(_consumer, (size_t)(ulong)_consumerLength);
        munmap(_producer, (size_t)(ulong)_producerLength);
    }

    void FindRecord()
    {
        while (_at < _end)
        {
            var head = Volatile.Read(ref *(uint*)(_data + (_at & _mask)));
            if ((head & Busy) != 0)
                break;
            _length = head & ~Discarded;
            if (Stride(_length) > _end - _at)
            {
                // Where the next one begins is unknown until the writer goes on.
                _at = _end;
                break;
            }
            if (head == _length && _length >= sizeof(ulong))
            {
                Time = *(ulong*)(_data + (_at & _mask) + Header);
                return;
            }
            _at += Stride(_length);
        }
        Time = ulong.MaxValue;
    }

    static ulong Stride(uint length) => ((ulong)length + Header + 7) & ~7ul;
}
