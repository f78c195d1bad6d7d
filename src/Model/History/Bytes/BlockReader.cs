using CSysdig.Capture;
using Microsoft.Win32.SafeHandles;
using ZstdSharp;

namespace CSysdig.Model.History.Bytes;

/// <summary>Fetches blocks from the capture's file or the spool and checks that they are what they were. Any thread may ask.</summary>
sealed class BlockReader(SafeFileHandle? capture, Spool spool) : IDisposable
{
    readonly Stack<Unpacker> _unpackers = new();

    /// <summary>Fills <paramref name="into"/> with a block's raw bytes; else says in one line why they can't be had.</summary>
    public string? Read(BlockEntry entry, Span<byte> into)
    {
        try
        {
            if (entry.Packed == 0)
                Spool.ReadFully(capture!, entry.Offset, into);
            else
                Unpack(entry, into);
            if (Checksum.Of(into) == entry.Sum)
                return null;
        }
        catch (Exception e) when (e is IOException or ZstdException or ObjectDisposedException)
        {
            if (e is not EndOfStreamException and not ZstdException)
                return $"bytes of events can't be read again: {FileProblem.Of(e)}";
        }
        return entry.Packed == 0
            ? "the capture's file has changed since it was read: bytes of some events can't be shown"
            : "the stored bytes of some events are damaged and can't be shown";
    }

    public void Dispose()
    {
        capture?.Dispose();
        lock (_unpackers)
            while (_unpackers.TryPop(out var unpacker))
                unpacker.Zstd.Dispose();
    }

    void Unpack(BlockEntry entry, Span<byte> into)
    {
        Unpacker? unpacker;
        lock (_unpackers)
            _unpackers.TryPop(out unpacker);
        unpacker ??= new Unpacker();
        if (unpacker.Packed.Length < entry.Packed)
            unpacker.Packed = GC.AllocateUninitializedArray<byte>(entry.Packed);
        var packed = unpacker.Packed.AsSpan(0, entry.Packed);
        spool.Read(entry.Offset, packed);
        if (unpacker.Zstd.Unwrap(packed, into) != into.Length)
            throw new EndOfStreamException();
        lock (_unpackers)
            _unpackers.Push(unpacker);
    }

    sealed class Unpacker
    {
        public readonly Decompressor Zstd = new();
        public byte[] Packed = [];
    }
}
