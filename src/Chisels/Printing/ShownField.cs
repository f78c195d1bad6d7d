using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

/// <summary>A field that a chisel prints: texts and numbers as the scripts see them, and harmless on a terminal.</summary>
/// <param name="keepLines">The value is a buffer: its line ends stay line ends.</param>
sealed class ShownField(string name, ChiselSetup setup, bool keepLines = false)
{
    readonly Field _field = FieldCatalog.Bind(name);

    /// <summary>Writes the value; false, and nothing written, when the event has none.</summary>
    public bool Write(Utf8Writer to, Event e) => KeyText.Write(to, _field, e, setup, keepLines);

    public void WriteOr(Utf8Writer to, Event e, ReadOnlySpan<byte> absent)
    {
        if (!Write(to, e))
            to.Write(absent);
    }

    /// <summary>As string.format of a script writes it, where what is not there is <c>nil</c>.</summary>
    public void WriteOrNil(Utf8Writer to, Event e) => WriteOr(to, e, "nil"u8);

    /// <summary>The same in a column. But for a time it is not cut where it is too long: two names must not become one.</summary>
    public void WriteColumn(Utf8Writer to, Event e, int width)
    {
        var start = to.Length;
        WriteOrNil(to, e);
        if (setup.Form == TextForm.AsTool || _field.Definition.IsClock)
            PrintfColumns.Fit(to, start, width);
        else
            to.Fill((byte)' ', width - ReportText.Columns(to, start));
    }

    public bool TryNumber(Event e, out double number)
    {
        var value = new FieldValue { Type = _field.Definition.Type, Format = _field.Definition.Format };
        number = 0;
        return _field.TryGet(e, ref value) && KeyText.TryNumber(value, out number);
    }

    /// <summary>A flag that is set.</summary>
    public bool IsTrue(Event e)
    {
        var value = new FieldValue { Type = _field.Definition.Type };
        return _field.TryGet(e, ref value) && value.Number != 0;
    }

    public bool Is(Event e, ReadOnlySpan<byte> text)
    {
        var value = new FieldValue { Type = _field.Definition.Type };
        return _field.TryGet(e, ref value) && value.Bytes.SequenceEqual(text);
    }
}
