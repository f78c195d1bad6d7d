using CSysdig.Capture.Compression;

namespace CSysdig.Capture.Buckets;

/// <summary>An object as it is read from its first byte to its last. A connection that is cut is taken up where it ended, as long as the object is the same.</summary>
sealed class BucketStream : ReadingStream
{
    const int BufferSize = 1 << 16;
    /// <summary>So often is asked again without a byte having come; at the beginning, when somebody waits to hear that it can't be, less often.</summary>
    const int MostTries = 9, FirstTries = 3;
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    readonly BucketClient _client;
    readonly BucketAddress _address;
    readonly CancellationTokenSource _closing = new();
    readonly byte[] _buffer = new byte[BufferSize];
    BucketPart? _part;
    string? _tag;
    int _start, _end;
    long _length = -1, _at;

    BucketStream(BucketClient client, BucketAddress address) => (_client, _address) = (client, address);

    /// <exception cref="BucketException">It can't be read.</exception>
    public static BucketStream Open(BucketClient client, BucketAddress address)
    {
        var stream = new BucketStream(client, address);
        stream.Try(FirstTries, () => stream.Connect());
        return stream;
    }

    public override long Length => _length;

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
            Try(MostTries, Fill);
        var read = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, read).CopyTo(buffer);
        _start += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closing.Cancel();
            _part?.Dispose();
        }
        base.Dispose(disposing);
    }

    async Task Fill()
    {
        (_start, _end) = (0, 0);
        if (_at == _length)
            return;
        if (_part is null)
            await Connect();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        limited.CancelAfter(s_patience);
        try
        {
            // Never more than it is long, whatever comes.
            var read = await _part!.Body.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(BufferSize, _length - _at)), limited.Token);
            if (read == 0)
                throw new BucketException("the server ended the connection too soon", mayPass: true);
            _at += read;
            _end = read;
        }
        catch (Exception e) when (e is HttpRequestException or IOException and not BucketException || e is OperationCanceledException && !_closing.IsCancellationRequested)
        {
            throw new BucketException("the connection to the server was cut", mayPass: true);
        }
    }

    async Task Connect()
    {
        var part = await _client.Get(_address, _at, _tag, _closing.Token);
        if (_tag is not null && (part.Tag != _tag || part.Length != _length))
        {
            part.Dispose();
            throw new BucketException("it was changed while it was read");
        }
        (_part, _length, _tag) = (part, part.Length, part.Tag);
    }

    void Try(int tries, Func<Task> act) => Retrying.Run(tries, act, () =>
    {
        _part?.Dispose();
        _part = null;
    }, _closing.Token);
}
