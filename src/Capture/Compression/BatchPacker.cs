using System.IO.Compression;
using ZstdSharp;

namespace CSysdig.Capture.Compression;

/// <summary>
/// Compresses a batch of whole blocks so that it can be decompressed without what comes before it: a gzip member or a
/// zstd frame of its own. One object belongs to one thread; its result is used again by the next batch.
/// </summary>
sealed class BatchPacker(CaptureCompression compression) : IDisposable
{
    const int ZstdLevel = 3;

    readonly MemoryStream _gzip = new();
    readonly Compressor? _zstd = compression == CaptureCompression.Zstd ? new Compressor(ZstdLevel) : null;
    byte[] _frame = [];

    public ReadOnlyMemory<byte> Pack(byte[] batch, int length)
    {
        switch (compression)
        {
            case CaptureCompression.Gzip:
                _gzip.SetLength(0);
                using (var member = new GZipStream(_gzip, CompressionLevel.Optimal, leaveOpen: true))
                    member.Write(batch, 0, length);
                return _gzip.GetBuffer().AsMemory(0, (int)_gzip.Length);
            case CaptureCompression.Zstd:
                var most = Compressor.GetCompressBound(length);
                if (_frame.Length < most)
                    _frame = new byte[most];
                return _frame.AsMemory(0, _zstd!.Wrap(batch.AsSpan(0, length), _frame));
            default:
                return batch.AsMemory(0, length);
        }
    }

    public void Dispose() => _zstd?.Dispose();
}
