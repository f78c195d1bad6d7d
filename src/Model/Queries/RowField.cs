using CSysdig.Capture.Events;
using CSysdig.Model.Fields;

namespace CSysdig.Model.Queries;

/// <summary>A field asked of rows: its numbers and whether it has a value are remembered for each version it depends on. One a thread.</summary>
sealed class RowField(Field source, bool remember = true)
{
    readonly FieldScope _scope = remember ? source.Scope : FieldScope.Event;
    readonly bool[] _mayHave = [.. Enumerable.Range(0, EventTable.Count).Select(code => !remember || source.MayHave(EventTable.Get((EventCode)code)))];
    Memo<Known> _known;
    Memo<long> _numbers;

    public ParamType Type => source.Definition.Type;
    public PrintFormat Format => source.Definition.Format;
    public FieldScope Scope => _scope;
    public bool HasDefault { get; } = CellType.HasDefault(source.Definition.Type, source.Definition.Format);

    /// <summary>The number at a row; false when it has none.</summary>
    public bool TryNumber(RowView row, out long number)
    {
        number = 0;
        if (!_mayHave[row.Code])
            return false;
        var slot = _scope == FieldScope.Thread ? row.ThreadSlot : row.SlotOf(_scope);
        if (slot < 0)
            return Ask(row, out number);
        ref var known = ref _known.At(slot);
        if (known == Known.Not)
        {
            known = Ask(row, out number) ? Known.Yes : Known.No;
            _numbers.At(slot) = number;
        }
        else
            number = _numbers.At(slot);
        return known == Known.Yes;
    }

    /// <summary>The field has a value at a row.</summary>
    public bool Has(RowView row) => TryNumber(row, out _);

    /// <summary>The value at a row; false when it has none. Borrowed until the field is asked again.</summary>
    public bool TryGet(RowView row, ref FieldValue value)
    {
        value = new FieldValue { Type = Type, Format = Format };
        return source.TryGet(row.Event, ref value);
    }

    public void Forget()
    {
        _known.Clear();
        _numbers.Clear();
    }

    bool Ask(RowView row, out long number)
    {
        var value = new FieldValue { Type = Type, Format = Format };
        var has = source.TryGet(row.Event, ref value);
        number = has ? value.Number : 0;
        return has;
    }
}
