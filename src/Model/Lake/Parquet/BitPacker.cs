using System.Buffers.Binary;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Puts numbers of some bits each one behind the other, the lowest bit first; what is left of the last byte is zero.</summary>
ref struct BitPacker(Utf8Writer to)
{
    ulong _bits;
    int _count;

    public void Add(ulong value, int width)
    {
        _bits |= value << _count;
        var count = _count + width;
        if (count >= 64)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(to.Reserve(8), _bits);
            to.Advance(8);
            var taken = 64 - _count;
            _bits = taken < 64 ? value >> taken : 0;
            count -= 64;
        }
        _count = count;
    }

    public void End()
    {
        for (; _count > 0; _count -= 8, _bits >>= 8)
            to.Write((byte)_bits);
        (_bits, _count) = (0, 0);
    }
}
