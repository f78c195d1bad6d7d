namespace CSysdig.Model.State;

/// <summary>How long a thread has been on a processor, told by each switch that ended a turn of it. Added to and asked as a <see cref="Versioned{T}"/> is.</summary>
public struct RunTime
{
    /// <summary>What a turn that is kept takes, about.</summary>
    internal const int TurnBytes = 24;

    /// <summary>The nanoseconds of all turns up to each switch.</summary>
    Versioned<ulong> _totals;
    ulong _before;

    /// <summary>How many turns are kept.</summary>
    internal readonly int Count => _totals.Count;

    /// <summary>The numbers of the switches, and the nanoseconds of all turns up to there.</summary>
    internal readonly List<(long Since, ulong Total)> All => _totals.All;

    /// <summary>Event <paramref name="number"/> ended a turn.</summary>
    /// <param name="keep">Earlier turns are asked for later; a stream asks for the last alone.</param>
    public void Add(ulong turn, long number, bool keep)
    {
        var before = _totals.Newest;
        _totals.Add(before + turn, number, keep);
        _before = before;
    }

    /// <summary>Nanoseconds of all turns that had ended at an event.</summary>
    public readonly ulong At(long number) => _totals.At(number, _before);

    /// <summary>Nanoseconds of the turn that ended with this event.</summary>
    public readonly ulong TurnAt(long number) => At(number) - At(number - 1);

    /// <summary>Nobody asks about an event before this one any more; but a turn that ends with it is told by what was before.</summary>
    internal void DropBefore(long number) => _totals.DropBefore(number - 1);
}
