using MessagePack;
using ZstdSharp;

namespace CSysdig.Model.History.Packing;

/// <summary>Reads and unpacks sections of a cache file or spool. One a thread (<see cref="Unpackers"/>); its result is valid until the next call.</summary>
sealed class Unpacker
{
    readonly Decompressor _zstd = new();
    byte[] _packed = [], _raw = [];

    public Memory<byte> Unpack(Spool from, CacheSection section)
    {
        if (_raw.Length < section.Length)
            _raw = GC.AllocateUninitializedArray<byte>(section.Length);
        var packed = Packed(from, section.Offset, section.Packed);
        if (Checksum.Of(packed) != section.Sum)
            throw new InvalidDataException("a checksum is wrong");
        var raw = _raw.AsMemory(0, section.Length);
        Unpack(packed, raw.Span);
        return raw;
    }

    /// <summary>Unpacks what has its checksum elsewhere to where it is wanted.</summary>
    public void Unpack(Spool from, long at, int length, Span<byte> into) => Unpack(Packed(from, at, length), into);

    ReadOnlySpan<byte> Packed(Spool from, long at, int length)
    {
        if (_packed.Length < length)
            _packed = GC.AllocateUninitializedArray<byte>(length);
        var packed = _packed.AsSpan(0, length);
        from.Read(at, packed);
        return packed;
    }

    void Unpack(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        if (_zstd.Unwrap(packed, into) != into.Length)
            throw new InvalidDataException("a section is too short");
    }

    /// <summary>What reading bytes that are not what they should be may throw.</summary>
    public static bool IsDamage(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException or ZstdException
        or MessagePackSerializationException or IndexOutOfRangeException or ArgumentException or OverflowException or ObjectDisposedException;
}
