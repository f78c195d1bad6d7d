using ZstdSharp;

namespace CSysdig.Model.History.Packing;

/// <summary>Compresses one run of bytes after the other.</summary>
sealed class Packer : IDisposable
{
    /// <summary>Nearly as small as more costly levels make the bytes and columns of a capture.</summary>
    const int Level = 1;

    readonly Compressor _zstd = new(Level);
    byte[] _frame = [];

    /// <summary>The packed bytes, valid until the next call.</summary>
    /// <exception cref="ZstdException">They can't be packed.</exception>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> raw)
    {
        var most = Compressor.GetCompressBound(raw.Length);
        if (_frame.Length < most)
            _frame = GC.AllocateUninitializedArray<byte>(most);
        return _frame.AsSpan(0, _zstd.Wrap(raw, _frame));
    }

    public void Dispose() => _zstd.Dispose();
}
