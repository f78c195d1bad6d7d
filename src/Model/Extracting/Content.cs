using CSysdig.Capture;
using CSysdig.Model.Streams;

namespace CSysdig.Model.Extracting;

/// <summary>Bytes at offsets: in memory while they are few, in a file of their own when they grow.</summary>
sealed class Content(OpenFiles files)
{
    /// <summary>More than this lies on the disk.</summary>
    public const int MostInMemory = 256 << 10;

    byte[] _memory = [];
    long _length;

    /// <summary>Where on the disk it lies, or null.</summary>
    public string? Place { get; private set; }

    /// <summary>Where its last byte ends.</summary>
    public long Length => _length;

    /// <summary>How much memory it holds.</summary>
    public int Memory => _memory.Length;

    public void Write(long offset, ReadOnlySpan<byte> bytes, Func<string> place)
    {
        var end = offset + bytes.Length;
        if (Place is null && end > MostInMemory)
            MoveToDisk(place());
        _length = Math.Max(_length, end);
        if (Place is not null)
        {
            files.Write(Place, offset, bytes);
            return;
        }
        if (end > _memory.Length)
            Array.Resize(ref _memory, (int)Math.Min(MostInMemory, Math.Max(Math.Max(512, end), _memory.Length * 2L)));
        bytes.CopyTo(_memory.AsSpan((int)offset));
    }

    /// <summary>Frees the memory.</summary>
    public void MoveToDisk(string place)
    {
        files.Create(place);
        Place = place;
        files.Write(place, 0, _memory.AsSpan(0, (int)_length));
        _memory = [];
    }

    /// <summary>Lower-case hexadecimal SHA-256 of all bytes, gaps as zeros.</summary>
    public string Hash() => Convert.ToHexStringLower(Place is null ? Digest.Sha256(_memory.AsSpan(0, (int)_length)) : files.Hash(Place));

    /// <summary>Whether the first bytes are these.</summary>
    public bool StartsWith(ReadOnlySpan<byte> bytes)
    {
        Span<byte> first = stackalloc byte[bytes.Length];
        return Read(0, first) == bytes.Length && first.SequenceEqual(bytes);
    }

    /// <summary>Copies bytes from an offset on; the result is how many there were.</summary>
    public int Read(long offset, Span<byte> into)
    {
        if (offset >= _length)
            return 0;
        into = into[..(int)Math.Min(into.Length, _length - offset)];
        if (Place is not null)
            return files.Read(Place, offset, into);
        _memory.AsSpan((int)offset, into.Length).CopyTo(into);
        return into.Length;
    }

    /// <summary>Forgets the bytes; a file on the disk is taken away.</summary>
    public void Drop()
    {
        if (Place is not null)
            files.Delete(Place);
        _memory = [];
        _length = 0;
    }
}
