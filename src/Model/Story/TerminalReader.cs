using CSysdig.Model.Calls;
using CSysdig.Model.History;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story;

/// <summary>Bytes that were typed or shown at once.</summary>
/// <param name="Pid">The process that moved them.</param>
/// <param name="Missing">Bytes that the capture does not hold.</param>
public sealed record TerminalChunk(long Number, ulong Time, bool IsInput, long Pid, ReadOnlyMemory<byte> Data, long Missing);

/// <summary>Fetches what was typed and shown on a terminal out of a history. One a thread.</summary>
public sealed class TerminalReader(CaptureHistory history)
{
    readonly HistoryCursor _cursor = history.CreateCursor();

    /// <summary>The bytes of a move; null where its event is gone.</summary>
    public TerminalChunk? Read(in TerminalMove move)
    {
        if (!_cursor.Load(RowOf(history, move.Number)) || _cursor.Event.Number != move.Number || !IoCall.TryRead(_cursor.Event, out var call))
            return null;
        var data = call.Data.ToArray();
        return new TerminalChunk(move.Number, move.Time, move.IsInput, _cursor.Event.Thread?.Pid ?? -1, data, Math.Max(0, call.Count - data.Length));
    }

    /// <summary>The row of an event's number, or where it would stand.</summary>
    public static long RowOf(CaptureHistory history, long number)
    {
        // Events that could not be read have numbers too: rows lag behind.
        var (low, high) = (history.First, history.End);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (history.NumberAt(middle) < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
