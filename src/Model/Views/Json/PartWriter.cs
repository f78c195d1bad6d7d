using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>Writes the parts of an event view: how far it is, and what was found since the part before. Their name in the JSON is csysdig's.</summary>
sealed class PartWriter(Stream output, Func<int, Utf8Writer, bool> write)
{
    readonly Utf8Writer _text = new(1 << 16), _data = new(1 << 16);
    long _count;

    public void Begin() => _text.Write("{\"slices\": [\n"u8);

    /// <summary>Adds what stands at a place, unless there is nothing to show of it.</summary>
    public void Add(int index)
    {
        var start = _data.Length;
        if (start > 0)
            _data.Write(',');
        if (!write(index, _data))
            _data.Truncate(start);
        else
            _count++;
    }

    /// <param name="percent">How many of the capture's events have gone by.</param>
    /// <param name="isLast">The capture ends here.</param>
    public void End(double percent, bool isLast)
    {
        _text.Write("{\"progress\": "u8);
        _text.Write(percent.ToString("F2", CultureInfo.InvariantCulture));
        _text.Write(',');
        if (isLast)
        {
            _text.Write(" \"count\": "u8);
            _text.Write(_count);
            _text.Write(", "u8);
        }
        _text.Write("\"data\": ["u8);
        _text.Write(_data.Written);
        _text.Write(isLast ? "]\n}"u8 : "]\n},"u8);
        _data.Clear();
        Flush();
    }

    public void Finish()
    {
        _text.Write("]}\n"u8);
        Flush();
        output.Flush();
    }

    void Flush()
    {
        output.Write(_text.Written);
        _text.Clear();
    }
}
