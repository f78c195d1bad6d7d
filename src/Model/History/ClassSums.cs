using System.Runtime.InteropServices;

namespace CSysdig.Model.History;

/// <summary>What the rows of a class have together.</summary>
struct ClassSum
{
    public int Count;
    /// <summary>The first and the last row, counted from the chunk's first.</summary>
    public ushort First, Last;
    /// <summary>What their calls returned, where that is known and not below zero.</summary>
    public long Results;
    /// <summary>Nanoseconds, modulo 2 to the 64th.</summary>
    public ulong Latencies;

    public void Join(in ClassSum other)
    {
        Count += other.Count;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Results += other.Results;
        Latencies += other.Latencies;
    }
}

/// <summary>What the classes of some of a chunk's rows sum up to.</summary>
sealed class ClassSums
{
    readonly ClassSum[] _sums;
    readonly ushort[] _wideOf;
    readonly List<WideClass> _wide;
    /// <summary>Places among the wide ones, of the chunk that a thread looks at.</summary>
    [ThreadStatic] static Dictionary<(int, ushort, ulong), int>? t_places;

    /// <param name="first">The place of the first row in the chunk.</param>
    /// <param name="old">Those of other rows: nobody looks at them, and their memory is used again.</param>
    public ClassSums(EventChunk chunk, int first, int rows, ClassSums? old)
    {
        Rows = rows;
        var classes = chunk.Classes.All;
        Classes = classes.Length;
        _sums = old?._sums is { } room && room.Length >= classes.Length ? room : new ClassSum[classes.Length];
        Array.Clear(_sums, 0, classes.Length);
        Earliest = ulong.MaxValue;
        for (var i = first; i < first + rows; i++)
        {
            var number = chunk.Class[i];
            ref var sum = ref _sums[number];
            if (sum.Count++ == 0)
                sum.First = (ushort)i;
            sum.Last = (ushort)i;
            if ((classes[number].Flags & (RowFlags.Failed | RowFlags.WideResult)) == 0)
                sum.Results += chunk.Result[i];
            sum.Latencies += classes[number].Has(RowFlags.Odd) ? EventRows.OddOf(chunk, i).Latency : chunk.Latency[i];
            Earliest = Math.Min(Earliest, chunk.Timestamp[i]);
            Latest = Math.Max(Latest, chunk.Timestamp[i]);
        }
        _wideOf = old?._wideOf is { } places && places.Length >= classes.Length ? places : new ushort[classes.Length];
        _wide = old?._wide ?? [];
        _wide.Clear();
        Widen(classes);
    }

    public int Rows { get; }

    /// <summary>How many classes the chunk had when they were summed up; some have none of the rows.</summary>
    public int Classes { get; }

    /// <summary>The smallest and largest time.</summary>
    public ulong Earliest { get; }
    public ulong Latest { get; }

    public ref readonly ClassSum this[int number] => ref _sums[number];

    /// <summary>Classes together that differ in nothing but their fds.</summary>
    public ReadOnlySpan<WideClass> Wide => CollectionsMarshal.AsSpan(_wide);

    /// <summary>The place of a class among the wide ones.</summary>
    public int WideOf(int number) => _wideOf[number];

    void Widen(ReadOnlySpan<RowClass> classes)
    {
        var places = t_places ??= [];
        places.Clear();
        for (var number = 0; number < classes.Length; number++)
        {
            ref readonly var shared = ref classes[number];
            ref readonly var sum = ref _sums[number];
            if (sum.Count == 0)
                continue;
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (shared.Thread, shared.Cpu, shared.Kind), out var isThere);
            if (!isThere)
            {
                place = _wide.Count;
                _wide.Add(new WideClass { Number = number, Sum = sum });
            }
            else
                CollectionsMarshal.AsSpan(_wide)[place].Sum.Join(sum);
            _wideOf[number] = (ushort)place;
        }
    }
}

/// <summary>Classes that differ in nothing but their fds.</summary>
struct WideClass
{
    /// <summary>The class that stands for them.</summary>
    public int Number;
    public ClassSum Sum;
}
