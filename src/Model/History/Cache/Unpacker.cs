using CSysdig.Model.History.Bytes;
using MessagePack;
using Microsoft.Win32.SafeHandles;
using ZstdSharp;

namespace CSysdig.Model.History.Cache;

/// <summary>Reads and unpacks sections of a cache file. One a thread; its result is valid until the next call.</summary>
sealed class Unpacker
{
    readonly Decompressor _zstd = new();
    byte[] _packed = [], _raw = [];

    public Span<byte> Unpack(SafeFileHandle file, CacheSection section)
    {
        if (_packed.Length < section.Packed)
            _packed = GC.AllocateUninitializedArray<byte>(section.Packed);
        if (_raw.Length < section.Length)
            _raw = GC.AllocateUninitializedArray<byte>(section.Length);
        var packed = _packed.AsSpan(0, section.Packed);
        Spool.ReadFully(file, section.Offset, packed);
        if (Checksum.Of(packed) != section.Sum)
            throw new InvalidDataException("a checksum is wrong");
        var raw = _raw.AsSpan(0, section.Length);
        return _zstd.Unwrap(packed, raw) == raw.Length ? raw : throw new InvalidDataException("a section is too short");
    }

    /// <summary>The same as memory that no later call changes; the last call.</summary>
    public ReadOnlyMemory<byte> UnpackOwned(SafeFileHandle file, CacheSection section)
    {
        Unpack(file, section);
        return _raw.AsMemory(0, section.Length);
    }

    /// <summary>What reading bytes that are not what they should be may throw.</summary>
    public static bool IsDamage(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException or ZstdException
        or MessagePackSerializationException or IndexOutOfRangeException or ArgumentException or OverflowException or ObjectDisposedException;
}
