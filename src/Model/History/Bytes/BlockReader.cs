using CSysdig.Capture;
using CSysdig.Model.History.Packing;
using Microsoft.Win32.SafeHandles;
using ZstdSharp;

namespace CSysdig.Model.History.Bytes;

/// <summary>Fetches blocks from the capture's file or the spool and checks that they are what they were. Any thread may ask.</summary>
sealed class BlockReader(SafeFileHandle? capture, Spool spool) : IDisposable
{
    readonly Unpackers _unpackers = new(spool);

    /// <summary>Fills <paramref name="into"/> with a block's raw bytes; else says in one line why they can't be had.</summary>
    public string? Read(BlockEntry entry, Span<byte> into)
    {
        try
        {
            if (entry.Packed == 0)
                Spool.ReadFully(capture!, entry.Offset, into);
            else
                _unpackers.Read(entry.Offset, entry.Packed, into);
            if (Checksum.Of(into) == entry.Sum)
                return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ZstdException or ObjectDisposedException)
        {
            if (e is not EndOfStreamException and not InvalidDataException and not ZstdException)
                return $"bytes of events can't be read again: {FileProblem.Of(e)}";
        }
        return entry.Packed == 0
            ? "the capture's file has changed since it was read: bytes of some events can't be shown"
            : "the stored bytes of some events are damaged and can't be shown";
    }

    public void Dispose() => capture?.Dispose();
}
