using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.History.Bytes;

namespace CSysdig.Model.Slices;

/// <summary>
/// What a history holds from a row on, as a capture: the tables of the moment before it, then the events' own bytes, on while more come until
/// <see cref="Stop"/>. What is still to be read is held although a window moves. One thread reads; any thread stops it.
/// </summary>
public sealed class HistoryCapture : IDisposable
{
    /// <summary>How long nobody tells that rows have come.</summary>
    const int WaitMs = 100;
    /// <summary>So many rows are read at a time.</summary>
    const int PieceRows = 8192;

    readonly CaptureHistory _history;
    readonly HistoryPin? _pin;
    readonly AutoResetEvent _news = new(false);
    RawBlock? _held;
    (int Block, int At)? _next;
    long _row, _until;

    /// <param name="history">Has a row at least, unless nothing will come.</param>
    /// <param name="row">The first row; earlier ones than are held begin with what is held.</param>
    /// <param name="until">The row behind the last.</param>
    public HistoryCapture(CaptureHistory history, long row = 0, long until = long.MaxValue)
    {
        (_history, _until) = (history, until);
        do
        {
            _pin?.Dispose();
            _row = Math.Max(row, history.First);
            _pin = history.Pin(_row);
        }
        while (_pin is { IsLost: true });
        First = _row;
        history.Grown += Wake;
    }

    /// <summary>The row with which it begins.</summary>
    public long First { get; }

    /// <summary>What was read ends with a whole event, and not somewhere between two rows that were asked for together.</summary>
    public bool IsBetweenRows { get; private set; } = true;

    /// <summary>The row behind the last.</summary>
    public long Until => Volatile.Read(ref _until);

    /// <summary>How many events were read so far.</summary>
    public long Count => Volatile.Read(ref _row) - First;

    /// <summary>What is there at this moment is read, and then the end comes.</summary>
    public void Stop()
    {
        Volatile.Write(ref _until, Math.Min(Volatile.Read(ref _until), _history.End));
        Wake();
    }

    /// <summary>Waits for the next row; false when none will come.</summary>
    public bool Await()
    {
        while (Math.Min(_history.End, Volatile.Read(ref _until)) <= _row)
        {
            if (Volatile.Read(ref _until) <= _row || _history.IsComplete && _history.End <= _row)
                return false;
            _news.WaitOne(WaitMs);
        }
        return true;
    }

    /// <summary>Writes the section and the state before the next row, between two rows. Waits for that row.</summary>
    /// <exception cref="IOException">What was known then is gone by now.</exception>
    /// <exception cref="CaptureException">It can't be written.</exception>
    public void WriteTables(ScapWriter output)
    {
        Await();
        var state = _history.State;
        var number = _history.End > _row ? _history.NumberAt(_row) - 1 : SliceTables.Newest;
        var time = _history.End > _row ? _history.TimestampAt(_row) : 0;
        var tables = new ScapWriterTables(output, state.ExitOnly ? ScapWriterTables.AppendedToday : ScapWriterTables.AppendedBefore014);
        tables.Section();
        tables.Machine(state.Machine);
        tables.Interfaces(state.Interfaces.At(number) ?? []);
        tables.Origin((uint)state.Generation);
        var slice = new SliceTables(state, number, time, null);
        slice.Write(tables);
        var events = new ScapWriterEvents(output);
        foreach (var container in state.Containers.At(number).Where(ContainerText.IsTold))
            events.Made(EventCode.ContainerJsonE, time, -1, [.. ContainerText.Of(container), 0]);
        slice.WriteSockets(events);
        events.TablesEnd(time);
        CheckHeld();
    }

    /// <summary>The next whole blocks, valid until the next call; waits for them, and is empty at the end.</summary>
    /// <exception cref="IOException">They are gone, or can't be read again.</exception>
    public ReadOnlySpan<byte> Next()
    {
        GiveBack();
        while (Await())
        {
            var end = Math.Min(Math.Min(_history.End, Volatile.Read(ref _until)), (_row | (PieceRows - 1)) + 1);
            var (block, at) = _next ?? PlaceOf(_row);
            var last = PlaceOf(end - 1);
            _held = _history.Blocks.Lend(block) ?? throw Gone();
            IsBetweenRows = block == last.Block;
            if (IsBetweenRows)
            {
                var behind = last.At + BinaryPrimitives.ReadInt32LittleEndian(_held.Bytes.AsSpan(last.At + 4));
                _next = (block, behind);
                Volatile.Write(ref _row, end);
                _pin?.MoveTo(end);
                return _held.Bytes.AsSpan(at, behind - at);
            }
            _next = (block + 1, 0);
            if (at < _held.Length)
                return _held.Bytes.AsSpan(at, _held.Length - at);
            GiveBack();
        }
        return [];
    }

    /// <summary>The block of a row, valid until the next call; for rows that rise, instead of <see cref="Next"/>.</summary>
    /// <exception cref="IOException">It is gone, or can't be read again.</exception>
    public ReadOnlySpan<byte> BlockOf(long row)
    {
        var (block, at) = PlaceOf(row);
        if (_held?.Index != block)
        {
            GiveBack();
            _held = _history.Blocks.Lend(block) ?? throw Gone();
            _pin?.MoveTo(row);
        }
        Volatile.Write(ref _row, row);
        return _held.Bytes.AsSpan(at, BinaryPrimitives.ReadInt32LittleEndian(_held.Bytes.AsSpan(at + 4)));
    }

    public void Dispose()
    {
        _history.Grown -= Wake;
        GiveBack();
        _pin?.Dispose();
    }

    (int Block, int At) PlaceOf(long row)
    {
        var place = _history.Rows.PlaceOf(row);
        CheckHeld();
        return place;
    }

    void CheckHeld()
    {
        if (_row < _history.First)
            throw Gone();
    }

    IOException Gone() => new(_row < _history.First || _history.Problem is not { } problem ? "there was no room to hold the events that were still to be written" : problem);

    void GiveBack()
    {
        if (_held is not null)
            _history.Blocks.GiveBack(_held);
        _held = null;
    }

    void Wake() => _news.Set();
}
