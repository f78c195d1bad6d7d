using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Numbers or times that are near the one before, or that hardly ever come twice.</summary>
sealed class SequenceColumn(string name, Meaning meaning = Meaning.None) : Column(name, PhysicalType.Int64, meaning)
{
    readonly long[] _values = new long[MostRows];
    readonly bool[] _there = new bool[MostRows];
    long _least = long.MaxValue, _most = long.MinValue;

    protected override PageEncoding Encoding => PageEncoding.Delta;

    public void Add(long value)
    {
        _there[Count] = true;
        _values[Count++] = value;
        _least = Math.Min(_least, value);
        _most = Math.Max(_most, value);
    }

    public void AddNull() => _there[Count++] = false;

    public override bool Range(Utf8Writer least, Utf8Writer most)
    {
        WritePlain(least, _least);
        WritePlain(most, _most);
        return _least <= _most;
    }

    protected override int WriteValues(Utf8Writer to, Span<int> defined)
    {
        var there = 0;
        for (var i = 0; i < Count; i++)
        {
            defined[i] = _there[i] ? 1 : 0;
            if (_there[i])
                _values[there++] = _values[i];
        }
        DeltaCoder.Write(to, _values.AsSpan(0, there));
        return there;
    }

    public override void Clear()
    {
        base.Clear();
        (_least, _most) = (long.MaxValue, long.MinValue);
    }
}
