using System.Text;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>A string of a script: bytes, whatever they mean.</summary>
sealed class LuaText(byte[] bytes) : LuaObject
{
    public static readonly LuaText Empty = new([]);

    int _hash;

    public byte[] Bytes { get; } = bytes;

    public int Length => Bytes.Length;

    public override LuaType Type => LuaType.Text;

    /// <summary>Of the bytes; reckoned once.</summary>
    public int Hash
    {
        get
        {
            if (_hash == 0)
                _hash = HashOf(Bytes);
            return _hash;
        }
    }

    public static int HashOf(ReadOnlySpan<byte> bytes)
    {
        // Seeded by the process, so that captured texts can't be chosen to collide.
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode() | 1;
    }

    public bool SameAs(LuaText other) => ReferenceEquals(this, other) || Hash == other.Hash && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
