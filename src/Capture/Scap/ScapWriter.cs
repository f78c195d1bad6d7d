using System.Buffers.Binary;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Live;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Writes a capture block by block. Blocks gather in batches of about 1 MiB that are compressed each for itself, so that a
/// reader can begin at any of them; a batch never ends inside a block.
/// </summary>
public sealed class ScapWriter : IDisposable
{
    const int BatchSize = 1 << 20;

    readonly PackedOutput _output;
    readonly CaptureCompression _compression;
    readonly string _name;
    byte[] _batch = GC.AllocateUninitializedArray<byte>(BatchSize);
    int _filled;
    long _given;
    bool _failed;

    ScapWriter(CaptureTarget target, CaptureCompression compression)
    {
        _name = target.Name;
        _compression = compression;
        _output = new PackedOutput(target, compression, BatchSize);
    }

    /// <summary>Creates a file, replacing one of that name.</summary>
    /// <exception cref="CaptureException">It can't be created.</exception>
    public static ScapWriter Create(string path, CaptureCompression compression) => new(CaptureTarget.Create(path), compression);

    /// <summary>Writes to a stream and closes it in the end.</summary>
    public static ScapWriter Create(Stream stream, string name, CaptureCompression compression) => new(CaptureTarget.Of(stream, name), compression);

    /// <summary>The size of the file as far as it is settled: that of a compressed one lags some batches behind.</summary>
    public long Size { get; private set; }

    /// <summary>Writes one whole block; its trailing length is made right where it was damaged.</summary>
    /// <exception cref="CaptureException">The disk is full.</exception>
    /// <exception cref="OutputException">The reader of a pipe has gone.</exception>
    public void Write(ReadOnlySpan<byte> block)
    {
        var room = Reserve(block.Length);
        block.CopyTo(room);
        BinaryPrimitives.WriteInt32LittleEndian(room[^4..], block.Length);
    }

    /// <summary>Room for one whole block, to be filled before the next call.</summary>
    /// <exception cref="CaptureException">The disk is full.</exception>
    /// <exception cref="OutputException">The reader of a pipe has gone.</exception>
    public Span<byte> Reserve(int length)
    {
        if (length > _batch.Length - _filled)
        {
            HandOver();
            if (length > _batch.Length)
                _batch = GC.AllocateUninitializedArray<byte>(length);
        }
        var room = _batch.AsSpan(_filled, length);
        _filled += length;
        if (_compression == CaptureCompression.None)
            Size = _given + _filled;
        return room;
    }

    /// <summary>Lets what has gathered go out, be it ever so little: what comes slowly should not be lost when the machine stops.</summary>
    /// <exception cref="CaptureException">The disk is full, or the reader of a pipe has gone.</exception>
    public void Settle() => HandOver();

    /// <summary>Writes what is left and closes the file.</summary>
    /// <exception cref="CaptureException">It could not be written to its end.</exception>
    public void Close()
    {
        HandOver();
        try
        {
            _output.Finish();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Closes the file as it is; after <see cref="Close"/> it does nothing.</summary>
    public void Dispose() => _output.Dispose();

    void HandOver()
    {
        if (_filled == 0 || _failed)
            return;
        try
        {
            _batch = _output.Put(_batch, _filled);
            _given += _filled;
            _filled = 0;
            if (_compression != CaptureCompression.None)
                Size = _output.SettledSize();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>That nobody reads on is no fault of a capture, and stays what it is.</summary>
    Exception Failed(IOException e)
    {
        _failed = true;
        if ((e as OutputException ?? e.InnerException) is OutputException { IsReaderGone: true } gone)
            return gone;
        return new CaptureException($"{_name} can't be written to its end: {FileProblem.Of(e.InnerException ?? e)}; what was written before can be read");
    }
}
