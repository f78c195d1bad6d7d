using CSysdig.Model.Fields;
using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake;

/// <summary>Columns of a table that say what fields say: the same as a format prints.</summary>
sealed class FieldColumns
{
    readonly (Field Field, Column Column)[] _columns;
    readonly Utf8Writer _text = new(256);
    readonly SharedTexts _shared = new();

    public FieldColumns(LakeTable table, IEnumerable<LakeColumn> columns) =>
        _columns = [.. columns.Where(c => table.Find(c.Name) is not null).Select(c => (FieldCatalog.Bind(c.Field!), table.Find(c.Name)!))];

    public int Count => _columns.Length;

    /// <summary>What they read, all together.</summary>
    public FieldReads Reads => _columns.Aggregate(FieldReads.None, (reads, c) => reads | c.Field.Reads);

    public DictionaryColumn this[int column] => (DictionaryColumn)_columns[column].Column;

    /// <summary>The number in the dictionary of what one says of an event.</summary>
    public int Id(int column, Event e)
    {
        var (field, into) = _columns[column];
        if (into is TextColumn texts)
            return Write(field, e) ? texts.Id(_text.Written) : DictionaryColumn.Null;
        return TryGet(field, e, out var number) ? ((NumberColumn)into).Id(number) : DictionaryColumn.Null;
    }

    /// <summary>Adds what they say of an event.</summary>
    public void Add(Event e)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var (field, column) = _columns[i];
            if (column is DictionaryColumn dictionary)
                dictionary.Add(Id(i, e));
            else
                Add(column, TryGet(field, e, out var number) ? number : null);
        }
    }

    /// <summary>Notes what they say of an event, to be added later.</summary>
    public void Keep(Event e, Span<Cell> cells)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var (field, column) = _columns[i];
            cells[i] = column is TextColumn ? new Cell(Write(field, e) ? _shared.Of(_text.Written) : null, null) : new Cell(null, TryGet(field, e, out var number) ? number : null);
        }
    }

    /// <summary>The number in the dictionary of what was noted.</summary>
    public int Id(int column, in Cell cell) => _columns[column].Column is TextColumn texts
        ? cell.Text is { } text ? texts.Id(text) : DictionaryColumn.Null
        : cell.Number is { } number ? ((NumberColumn)_columns[column].Column).Id(number) : DictionaryColumn.Null;

    public void Add(ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Column is DictionaryColumn dictionary)
                dictionary.Add(Id(i, cells[i]));
            else
                Add(_columns[i].Column, cells[i].Number);
        }
    }

    /// <summary>A value that was noted; null where there is none.</summary>
    public readonly record struct Cell(byte[]? Text, long? Number);

    static void Add(Column column, long? number)
    {
        if (column is FlagColumn flags)
            flags.Add(number is { } flag ? flag != 0 : null);
        else if (number is { } there)
            ((SequenceColumn)column).Add(there);
        else
            ((SequenceColumn)column).AddNull();
    }

    bool Write(Field field, Event e)
    {
        _text.Clear();
        return FieldText.Write(_text, field, e);
    }

    static bool TryGet(Field field, Event e, out long number)
    {
        var value = new FieldValue { Type = field.Definition.Type, Format = field.Definition.Format };
        var isThere = field.TryGet(e, ref value);
        number = value.Number;
        return isThere;
    }
}
