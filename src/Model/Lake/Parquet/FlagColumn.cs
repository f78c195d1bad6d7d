using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>True or false.</summary>
sealed class FlagColumn(string name) : Column(name, PhysicalType.Boolean, Meaning.None)
{
    readonly sbyte[] _values = new sbyte[MostRows];

    protected override PageEncoding Encoding => PageEncoding.Plain;

    public void Add(bool? value) => _values[Count++] = value switch { true => 1, false => 0, null => -1 };

    public override bool Range(Utf8Writer least, Utf8Writer most) => false;

    protected override int WriteValues(Utf8Writer to, Span<int> defined)
    {
        var there = 0;
        var bits = new BitPacker(to);
        for (var i = 0; i < Count; i++)
        {
            defined[i] = _values[i] >= 0 ? 1 : 0;
            if (_values[i] < 0)
                continue;
            bits.Add((ulong)_values[i], 1);
            there++;
        }
        bits.End();
        return there;
    }
}
