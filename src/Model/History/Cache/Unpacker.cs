using CSysdig.Model.History.Bytes;
using MessagePack;
using ZstdSharp;

namespace CSysdig.Model.History.Cache;

/// <summary>Reads and unpacks sections of a cache file or spool. One a thread (<see cref="Unpackers"/>); its result is valid until the next call.</summary>
sealed class Unpacker
{
    readonly Decompressor _zstd = new();
    byte[] _packed = [], _raw = [];

    public Memory<byte> Unpack(Spool from, CacheSection section)
    {
        if (_packed.Length < section.Packed)
            _packed = GC.AllocateUninitializedArray<byte>(section.Packed);
        if (_raw.Length < section.Length)
            _raw = GC.AllocateUninitializedArray<byte>(section.Length);
        var packed = _packed.AsSpan(0, section.Packed);
        from.Read(section.Offset, packed);
        if (Checksum.Of(packed) != section.Sum)
            throw new InvalidDataException("a checksum is wrong");
        var raw = _raw.AsMemory(0, section.Length);
        return _zstd.Unwrap(packed, raw.Span) == raw.Length ? raw : throw new InvalidDataException("a section is too short");
    }

    /// <summary>What reading bytes that are not what they should be may throw.</summary>
    public static bool IsDamage(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException or ZstdException
        or MessagePackSerializationException or IndexOutOfRangeException or ArgumentException or OverflowException or ObjectDisposedException;
}
