namespace CSysdig.Capture.Live.Engines;

/// <summary>Lines of a stream that may never end, none of them longer than a bound.</summary>
sealed class BoundedLines(Stream stream, int mostBytes) : IDisposable
{
    byte[] _bytes = new byte[4096];
    int _start, _end;

    public void Dispose() => stream.Dispose();

    /// <summary>The next line without its end, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A line is longer than allowed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(CancellationToken cancel)
    {
        var seen = 0;
        while (true)
        {
            var at = _bytes.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _bytes.AsMemory(_start, seen + at);
                _start += seen + at + 1;
                return line;
            }
            seen = _end - _start;
            MakeRoom();
            var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancel);
            if (read == 0)
                return null;
            _end += read;
        }
    }

    void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }
        if (_end < _bytes.Length)
            return;
        if (_bytes.Length >= mostBytes)
            throw new InvalidDataException($"a line of more than {mostBytes} bytes");
        Array.Resize(ref _bytes, Math.Min(mostBytes, _bytes.Length * 2));
    }
}
