using System.Buffers.Binary;
using CSysdig.Model.Fields;
using CSysdig.Model.State;

namespace CSysdig.Model.Queries;

/// <summary>
/// Looks up values at the row that a cell stands for: an event, or one of the living threads, which are numbered on from
/// the last event.
/// </summary>
sealed class CellLookup(RowView row, long rows, IReadOnlyList<ThreadInfo> threads)
{
    public void Fill(ResultColumn column, int cell, RowField field, long source)
    {
        var value = new FieldValue();
        var has = TryGet(field, source, ref value);
        column.Numbers[cell] = has ? value.Number : 0;
        if (column.Texts is { } texts)
            texts[cell] = has ? value.Bytes.ToArray() : [];
    }

    public bool TryNumberOf(RowField field, long source, out long number)
    {
        var value = new FieldValue();
        var has = TryGet(field, source, ref value);
        number = has ? value.Number : 0;
        return has;
    }

    /// <summary>The value as a key's bytes.</summary>
    public byte[] KeyOf(RowField field, long source)
    {
        var value = new FieldValue();
        var has = TryGet(field, source, ref value);
        if (!CellType.IsNumber(field.Type))
            return has ? value.Bytes.ToArray() : [];
        var key = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(key, has ? value.Number : 0);
        return key;
    }

    /// <summary>The cell's event is of a thread that nobody knew yet.</summary>
    public bool IsOfUnknown(long source)
    {
        if (source >= rows)
            return false;
        row.Seek(source);
        return row.IsOfUnknown;
    }

    bool TryGet(RowField field, long source, ref FieldValue value)
    {
        if (source < rows)
            row.Seek(source);
        else
            row.SeekThread(threads[(int)(source - rows)], rows);
        return field.TryGet(row, ref value);
    }
}
