using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Bytes of any kind, one value behind the other.</summary>
sealed class BytesColumn(string name) : Column(name, PhysicalType.ByteArray, Meaning.None)
{
    readonly long[] _lengths = new long[MostRows];
    readonly Utf8Writer _bytes = new(1 << 12);

    protected override PageEncoding Encoding => PageEncoding.DeltaLength;
    public override long Bytes => base.Bytes + _bytes.Length;

    public void Add(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        _lengths[Count++] = value.Length;
    }

    public void AddNull() => _lengths[Count++] = -1;

    /// <summary>What has gathered is enough for a page of this column alone.</summary>
    public bool IsFull => _bytes.Length > 1 << 20;

    public override bool Range(Utf8Writer least, Utf8Writer most) => false;

    protected override int WriteValues(Utf8Writer to, Span<int> defined)
    {
        var there = 0;
        for (var i = 0; i < Count; i++)
        {
            defined[i] = _lengths[i] >= 0 ? 1 : 0;
            if (_lengths[i] >= 0)
                _lengths[there++] = _lengths[i];
        }
        DeltaCoder.Write(to, _lengths.AsSpan(0, there));
        to.Write(_bytes.Written);
        _bytes.Clear();
        return there;
    }
}
