using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>A field asked of rows: its numbers and whether it has a value are remembered for each version it depends on. One a thread.</summary>
sealed class RowField(Field source, bool remember = true)
{
    readonly FieldScope _scope = remember ? source.Scope : FieldScope.Event;
    readonly bool[] _mayHave = [.. Enumerable.Range(0, EventTable.Count).Select(code => !remember || source.MayHave(EventTable.Get((EventCode)code)))];
    readonly Measure _measure = remember ? source.Measure : Measure.None;
    Memo<Answer> _answers;

    /// <summary>
    /// Of a class whose largest number is not known: no row has more than this. <see cref="IsBounded"/> says whether even that is known.
    /// </summary>
    public long Bound => _bound;
    public bool IsBounded { get; private set; }

    long _bound;

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
        if (_measure != Measure.None && TryFactor(row, out var has, out var factor) && (!has || row.TryMeasure(_measure, out number)))
        {
            number *= factor;
            return has;
        }
        var slot = row.SlotOf(_scope);
        if (slot < 0)
            return Ask(row, out number);
        ref var answer = ref AnswerOf(row, slot);
        number = answer.Number;
        return answer.Known == Known.Yes;
    }

    /// <summary>What the rows of a class have together, joined as a column joins.</summary>
    /// <param name="row">Stands for the class.</param>
    /// <param name="count">How many have a value; where the kind does not count, 1 if all have.</param>
    /// <returns>False when they must be asked one by one.</returns>
    public bool TryJoined(RowView row, SumKind kind, out long number, out int count)
    {
        number = 0;
        count = 0;
        IsBounded = false;
        if (!_mayHave[row.Code])
            return true;
        if (_measure != Measure.None)
            return TryMeasured(row, kind, ref number, ref count);
        var slot = row.SlotOf(_scope);
        bool has;
        if (slot >= 0)
        {
            ref var answer = ref AnswerOf(row, slot);
            number = answer.Number;
            has = answer.Known == Known.Yes;
        }
        else if (row.IsOfClass(_scope))
            has = Ask(row, out number);
        else
            return kind == SumKind.Max && TryLargest(row, out number, out count);
        if (!has)
            return true;
        count = row.Sum.Count;
        return IsJoinable(kind, ref number, row.Sum.Count);
    }

    /// <summary>Whether all rows of a class have a value, or none; false when they must be asked one by one.</summary>
    public bool TryHas(RowView row, out bool has)
    {
        has = false;
        if (!_mayHave[row.Code])
            return true;
        if (_measure != Measure.None)
            return TryFactor(row, out has, out _) && (!has || _measure != Measure.Result || row.HasPlainResult);
        var slot = row.SlotOf(_scope);
        if (slot < 0 && !row.IsOfClass(_scope))
            return false;
        has = slot < 0 ? Ask(row, out _) : AnswerOf(row, slot).Known == Known.Yes;
        return true;
    }

    /// <summary>The number that all rows of a class have as their key.</summary>
    public bool TryCommon(RowView row, out long number)
    {
        number = 0;
        return _measure == Measure.Cpu && TryFactor(row, out var has, out _) && has && row.TryMeasure(_measure, out number);
    }

    /// <summary>The field has a value at a row.</summary>
    public bool Has(RowView row) => TryNumber(row, out _);

    /// <summary>The value at a row; false when it has none. Borrowed until the field is asked again.</summary>
    public bool TryGet(RowView row, ref FieldValue value)
    {
        value = new FieldValue { Type = Type, Format = Format };
        return source.TryGet(row.Event, ref value);
    }

    bool TryMeasured(RowView row, SumKind kind, ref long number, ref int count)
    {
        if (!TryFactor(row, out var has, out var factor))
            return false;
        if (!has)
            return true;
        if (_measure == Measure.Result && !row.HasPlainResult)
            return row.Class.Has(RowFlags.Failed);
        count = row.Sum.Count;
        if (_measure == Measure.Cpu || row.Sum.Count == 1)
        {
            row.TryMeasure(_measure, out number);
            number *= factor;
            return IsJoinable(kind, ref number, row.Sum.Count);
        }
        if (_measure == Measure.Time || kind is SumKind.Min or SumKind.Max)
            return false;
        number = factor * (_measure == Measure.Result ? row.Sum.Results : (long)row.Sum.Latencies);
        return true;
    }

    /// <summary>Makes of a number that all rows have what they have together. Fractions are not summed at once: that would round otherwise.</summary>
    bool IsJoinable(SumKind kind, ref long number, int count)
    {
        if (kind is SumKind.Min or SumKind.Max || count == 1 || number == 0)
            return true;
        if (Type == ParamType.Double)
            return false;
        number *= count;
        return true;
    }

    /// <summary>The first or last row has what no row exceeds.</summary>
    bool TryLargest(RowView row, out long number, out int count)
    {
        count = 0;
        number = 0;
        if (_scope != FieldScope.Event || !source.TryMost(row.Event, row.NumberBehind, out _bound))
            return false;
        if (!Ask(row, out number))
            return true;
        count = 1;
        if (number == _bound)
            return true;
        row.MoveTo(last: true);
        var isThere = Ask(row, out number);
        row.MoveTo(last: false);
        IsBounded = isThere;
        return isThere && number == _bound;
    }

    bool TryFactor(RowView row, out bool has, out long factor)
    {
        factor = 0;
        has = false;
        var slot = row.SlotOf(FieldScope.Kind);
        if (slot < 0)
            return false;
        ref var answer = ref _answers.At(slot);
        if (answer.Known == Known.Not)
        {
            answer.Known = source.TryFactor(row.Event, out factor) ? Known.Yes : Known.No;
            answer.Number = factor;
        }
        factor = answer.Number;
        has = answer.Known == Known.Yes;
        return true;
    }

    ref Answer AnswerOf(RowView row, int slot)
    {
        ref var answer = ref _answers.At(slot);
        if (answer.Known == Known.Not)
            answer.Known = Ask(row, out answer.Number) ? Known.Yes : Known.No;
        return ref answer;
    }

    struct Answer
    {
        public long Number;
        public Known Known;
    }

    bool Ask(RowView row, out long number)
    {
        var value = new FieldValue { Type = Type, Format = Format };
        var has = source.TryGet(row.Event, ref value);
        number = has ? value.Number : 0;
        return has;
    }
}
