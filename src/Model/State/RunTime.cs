namespace CSysdig.Model.State;

/// <summary>How long a thread has been on a processor, told by each switch that ended a turn of it. Added to and asked as a <see cref="Timeline{T}"/> is.</summary>
public struct RunTime
{
    /// <summary>What a turn that is kept takes, about.</summary>
    internal const int TurnBytes = 24;

    long[]? _since;
    ulong[]? _totals;
    int _older;
    long _newestSince;
    ulong _newest, _before;

    /// <summary>How many turns are kept.</summary>
    internal readonly int Count => _newestSince == 0 ? 0 : _older + 1;

    /// <summary>The numbers of the switches, and the nanoseconds of all turns up to there.</summary>
    internal readonly (long Since, ulong Total) this[int turn] => turn < _older ? (_since![turn], _totals![turn]) : (_newestSince, _newest);

    /// <summary>Event <paramref name="number"/> ended a turn.</summary>
    /// <param name="keep">Earlier turns are asked for later; a stream asks for the last alone.</param>
    public void Add(ulong turn, long number, bool keep)
    {
        if (keep && _newestSince != 0)
            Archive();
        _before = _newest;
        Volatile.Write(ref _newestSince, number);
        Volatile.Write(ref _newest, _newest + turn);
    }

    /// <summary>Nanoseconds of all turns that had ended at an event.</summary>
    public readonly ulong At(long number)
    {
        if (number >= Volatile.Read(in _newestSince))
        {
            var newest = Volatile.Read(in _newest);
            if (number >= Volatile.Read(in _newestSince))
                return newest;
        }
        var older = Volatile.Read(in _older);
        if (older == 0)
            return _before;
        var at = Array.BinarySearch(_since!, 0, older, number);
        if (at < 0)
            at = ~at - 1;
        return at < 0 ? 0 : _totals![at];
    }

    /// <summary>Nanoseconds of the turn that ended with this event.</summary>
    public readonly ulong TurnAt(long number) => At(number) - At(number - 1);

    void Archive()
    {
        if (_since is null || _older == _since.Length)
        {
            var size = Math.Max(2, _older * 2);
            Volatile.Write(ref _since, Timeline.Grown(_since, size));
            Volatile.Write(ref _totals, Timeline.Grown(_totals, size));
        }
        _since![_older] = _newestSince;
        _totals![_older] = _newest;
        Volatile.Write(ref _older, _older + 1);
    }
}
