using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>A field asked of rows: its numbers and whether it has a value are remembered for each version it depends on. One a thread.</summary>
sealed class RowField(Field source, bool remember = true)
{
    readonly ReadPlan _plan = remember ? ReadPlan.Of(source) : ReadPlan.Of(FieldReads.Event);
    readonly MeasuredField? _measured = remember ? source as MeasuredField : null;
    readonly bool[] _mayHave = [.. Enumerable.Range(0, EventTable.Count).Select(code => !remember || source.MayHave(EventTable.Get((EventCode)code)))];
    Memo<Answer> _answers;

    /// <summary>
    /// Of a class whose largest number is not known: no row has more than this. <see cref="IsBounded"/> says whether even that is known.
    /// </summary>
    public long Bound => _bound;
    public bool IsBounded { get; private set; }

    long _bound;

    public ParamType Type => source.Definition.Type;
    public PrintFormat Format => source.Definition.Format;
    public ReadPlan Plan => _plan;
    /// <summary>A process whose parent isn't known is one all the same.</summary>
    public bool HasDefault { get; } = CellType.HasDefault(source.Definition.Type, source.Definition.Format) || source.Definition.Name == "proc.ppid";

    /// <summary>The number at a row; false when it has none.</summary>
    public bool TryNumber(RowView row, out long number)
    {
        number = 0;
        if (!_mayHave[row.Code])
            return false;
        if (_measured is not null && TryFactor(row, out var has, out var factor) && (!has || row.TryMeasure(_plan.Number, out number)))
        {
            number *= factor;
            return has;
        }
        var slot = row.SlotOf(_plan.Key);
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
        if (_measured is not null)
            return TryMeasured(row, kind, ref number, ref count);
        var slot = row.SlotOf(_plan.Key);
        bool has;
        if (slot >= 0)
        {
            ref var answer = ref AnswerOf(row, slot);
            number = answer.Number;
            has = answer.Known == Known.Yes;
        }
        else if (row.IsOfClass(_plan.Reads))
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
        if (_measured is not null)
            return TryFactor(row, out has, out _) && (!has || _plan.Number != FieldReads.Result || row.HasPlainResult);
        var slot = row.SlotOf(_plan.Key);
        if (slot < 0 && !row.IsOfClass(_plan.Reads))
            return false;
        has = slot < 0 ? Ask(row, out _) : AnswerOf(row, slot).Known == Known.Yes;
        return true;
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
        if (_plan.Number == FieldReads.Result && !row.HasPlainResult)
            return row.Class.Has(RowFlags.Failed);
        count = row.Sum.Count;
        if (row.Sum.Count == 1)
        {
            row.TryMeasure(_plan.Number, out number);
            number *= factor;
            return IsJoinable(kind, ref number, row.Sum.Count);
        }
        if (_plan.Number == FieldReads.Time || kind is SumKind.Min or SumKind.Max)
            return false;
        number = factor * (_plan.Number == FieldReads.Result ? row.Sum.Results : (long)row.Sum.Latencies);
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
        if (_plan.Key != RowKey.Event || !source.TryMost(row.Event, row.NumberBehind, out _bound))
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

    /// <summary>What the column's number is multiplied with, where the field reads one; false when the event must be asked.</summary>
    public bool TryFactor(RowView row, out bool has, out long factor)
    {
        (has, factor) = (false, 0);
        if (row.SlotOf(_plan.Factor) is not (>= 0 and var slot))
            return false;
        ref var answer = ref AnswerOf(row, slot);
        (has, factor) = (answer.Known == Known.Yes, answer.Number);
        return true;
    }

    /// <summary>What is remembered under a slot: the value, or the factor of what lies in a column.</summary>
    ref Answer AnswerOf(RowView row, int slot)
    {
        ref var answer = ref _answers.At(slot);
        if (answer.Known == Known.Not)
            answer.Known = (_measured is null ? Ask(row, out answer.Number) : _measured.TryFactor(row.Event, out answer.Number)) ? Known.Yes : Known.No;
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
