using CSysdig.Capture.Events;

namespace CSysdig.Model.Queries;

/// <summary>How the numbers of a column are joined.</summary>
enum SumKind : byte { Sum, Average, Min, Max }

/// <summary>The joined numbers of one column for every group, with libsinsp's rules for values that are missing.</summary>
sealed class CellSums(SumKind kind, ParamType type)
{
    readonly bool _isDouble = type == ParamType.Double, _isSigned = CellType.IsSigned(type);
    long[] _values = new long[32];
    int[] _counts = new int[32];

    /// <summary>Joining a zero changes nothing.</summary>
    public bool IgnoresZero { get; } = kind == SumKind.Sum || kind == SumKind.Max && type != ParamType.Double && !CellType.IsSigned(type);

    public long ValueOf(int group) => _isDouble ? _values[group] : CellType.Wrap(type, _values[group]);

    /// <summary>For averages how many events had the value; for others whether the first had it.</summary>
    public int CountOf(int group) => _counts[group];

    /// <summary>Begins with numbers of some events.</summary>
    public void Begin(int group, long value, int events) => Set(group, value, kind == SumKind.Average ? events : Math.Min(events, 1));

    /// <summary>Begins with a cell as it stands: an average that will be summed keeps its count.</summary>
    public void Set(int group, long value, int count)
    {
        if (group >= _values.Length)
        {
            Array.Resize(ref _values, Math.Max(_values.Length * 2, group + 1));
            Array.Resize(ref _counts, _values.Length);
        }
        _values[group] = value;
        _counts[group] = count;
    }

    /// <summary>The value of a group is at least another.</summary>
    public bool Reaches(int group, long value) => Compare(_values[group], value) >= 0;

    /// <summary>Joins a value, or what was joined of other events.</summary>
    public void Join(int group, long value, int count)
    {
        switch (kind)
        {
            case SumKind.Sum:
                if (value != 0)
                    _values[group] = Add(_values[group], value);
                break;
            case SumKind.Average:
                _counts[group] += count;
                if (value != 0)
                    _values[group] = Add(_values[group], value);
                break;
            case SumKind.Max:
                if (Compare(_values[group], value) < 0)
                    _values[group] = value;
                break;
            case SumKind.Min when count != 0:
                if (_counts[group] == 0 || Compare(_values[group], value) > 0)
                    _values[group] = value;
                _counts[group] = 1;
                break;
        }
    }

    /// <summary>Joins the cell of a row into its group's as libsinsp merges: an average that is summed is divided first, but only when the row has one.</summary>
    public void Merge(int group, long value, int count)
    {
        if (kind != SumKind.Sum || count < 2)
        {
            Join(group, value, count);
            return;
        }
        var into = _counts[group] > 1 ? Divide(_values[group], _counts[group]) : _values[group];
        _values[group] = Add(into, Divide(value, count));
        _counts[group] = 1;
    }

    long Add(long a, long b) => _isDouble
        ? BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(a) + BitConverter.Int64BitsToDouble(b))
        : a + b;

    long Divide(long value, int by) => _isDouble
        ? BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(value) / by)
        : _isSigned ? value / by : (long)((ulong)value / (ulong)by);

    int Compare(long a, long b) => _isDouble
        ? BitConverter.Int64BitsToDouble(a).CompareTo(BitConverter.Int64BitsToDouble(b))
        : _isSigned ? a.CompareTo(b) : ((ulong)a).CompareTo((ulong)b);
}
