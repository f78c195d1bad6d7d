using CSysdig.Model.History.Packing;
using CSysdig.Model.History.Pages;
using CSysdig.Model.State;

namespace CSysdig.Model.History;

/// <summary>Lets the oldest events go, a chunk at a time, with their bytes and what nobody else needs of what was known then. For the thread that loads; any thread pins.</summary>
sealed class HistoryWindow(EventRows rows, Spool spool, StateSpill spill, MachineState state, HistoryOptions options)
{
    /// <summary>What was known is looked through when a part of the window has gone.</summary>
    const int SweptPart = 8;

    readonly List<HistoryPin> _pins = [];
    readonly ulong _time = options.WindowTime == TimeSpan.MaxValue ? ulong.MaxValue : (ulong)options.WindowTime.Ticks * 100;
    long _swept;

    /// <summary>Keeps events from a row on; a pin of events that are gone is lost at once.</summary>
    public HistoryPin Pin(long row)
    {
        lock (_pins)
        {
            var pin = new HistoryPin(this, row) { IsLost = row < rows.First };
            _pins.Add(pin);
            return pin;
        }
    }

    public void GiveUp(HistoryPin pin)
    {
        lock (_pins)
            _pins.Remove(pin);
    }

    public void Move()
    {
        var start = default(ChunkStart);
        lock (_pins)
            while (rows.Length - rows.First > EventChunk.Size && IsOver(rows.First + EventChunk.Size))
                start = rows.DropChunk();
        if (rows.First - _swept > (rows.Length - rows.First) / SweptPart && start != default)
            Sweep(start);
    }

    /// <summary>Lets an eighth of the window go, pinned or not, because memory is full; false when there is nothing to let go.</summary>
    public bool GiveWay()
    {
        if (!options.IsWindow || rows.Length - rows.First <= EventChunk.Size)
            return false;
        var start = default(ChunkStart);
        lock (_pins)
        {
            var to = rows.First + Math.Max(EventChunk.Size, (rows.Length - rows.First) / SweptPart);
            while (rows.First < to && rows.Length - rows.First > EventChunk.Size)
                start = rows.DropChunk();
            foreach (var pin in _pins)
                pin.IsLost |= pin.Row < rows.First;
        }
        Sweep(start);
        return true;
    }

    void Sweep(ChunkStart start)
    {
        _swept = rows.First;
        // A capture of what is held begins with what was known before the first event.
        var number = rows.NumberOf(rows.First) - 1;
        state.DropBefore(number);
        spill.DropBefore(number, start.ThreadVersions, start.FdVersions);
    }

    /// <summary>The events before a row are to go.</summary>
    bool IsOver(long row)
    {
        if (spool.Size <= options.WindowBytes && (_pins.Exists(p => p.Row < row) || !IsOld(row)))
            return false;
        foreach (var pin in _pins)
            pin.IsLost |= pin.Row < row;
        return true;
    }

    bool IsOld(long row) => options is not { Window: long.MaxValue, WindowTime.Ticks: long.MaxValue }
        && (options.Window == long.MaxValue || rows.Length - row >= options.Window)
        && (_time == ulong.MaxValue || rows.TimestampAt(rows.Length - 1) - Math.Min(rows.TimestampAt(rows.Length - 1), rows.Marks[row >> TimeMarks.Shift]) >= _time);
}
