using CSysdig.Chisels.Printing;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>A finished table as text, laid out as sysdig's chisels lay it out.</summary>
static class TableText
{
    const int Width = 20;

    /// <param name="span">Nanoseconds from the first event to the last.</param>
    public static void Write(Utf8Writer to, TableSpec spec, IReadOnlyList<TableRow> rows, ulong span, ChiselSetup setup)
    {
        Columns.Write(to, System.Text.Encoding.UTF8.GetBytes(spec.ValueTitle), Width);
        foreach (var key in spec.Keys)
            Columns.Write(to, System.Text.Encoding.UTF8.GetBytes(key.Title), Width);
        to.Write('\n');
        to.Fill((byte)'-', 4 * Width);
        to.Write('\n');
        var value = new Utf8Writer();
        foreach (var row in rows)
        {
            value.Clear();
            WriteValue(value, spec.Unit, row.Sum, span);
            Columns.Write(to, value.Written, Width);
            WriteKeys(to, row, setup);
            to.Write('\n');
        }
    }

    static void WriteKeys(Utf8Writer to, TableRow row, ChiselSetup setup)
    {
        ReadOnlySpan<byte> rest = row.Keys;
        while (true)
        {
            var key = TableRow.NextKey(ref rest);
            if (rest.IsEmpty)
            {
                to.Write(key);
                return;
            }
            var start = to.Length;
            to.Write(key);
            Columns.PadFrom(to, start, Width, setup);
        }
    }

    static void WriteValue(Utf8Writer to, ValueUnit unit, double value, ulong span)
    {
        switch (unit)
        {
            case ValueUnit.Bytes: Amounts.WriteBytes(to, value); break;
            case ValueUnit.Time: Amounts.WriteTime(to, value); break;
            case ValueUnit.TimeShare: Amounts.WriteShare(to, value, span); break;
            default: to.Write((long)value); break;
        }
    }
}
