using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels;

/// <summary>
/// One run of an analysis over one stream of events. What it prints goes to the writer of the call: another one may be given each
/// time, and what was written is taken away between calls.
/// </summary>
public interface IChisel
{
    /// <summary>When <see cref="Tick"/> is wanted; asked after each tick and event.</summary>
    ChiselInterval Interval => ChiselInterval.None;

    /// <summary>The chisel has seen enough; no more events need come, and <see cref="End"/> follows.</summary>
    bool IsDone => false;

    /// <summary>A capture to be written when all have been read, or null; asked after the last <see cref="End"/>.</summary>
    CaptureExport? Export => null;

    /// <summary>What the user should know beside the output, one line for standard error, or null; asked after the last <see cref="End"/>.</summary>
    string? Remark => null;

    /// <summary>A further run of sysdig that a script asks for, or null; asked after the last <see cref="End"/>.</summary>
    ScriptRun? NextRun => null;

    /// <summary>Which events any chisel of the run sees, beside the user's own filter; null for all. Asked after <see cref="Begin"/>.</summary>
    Filter? StreamFilter => null;

    /// <summary>The names of the event types that it looks at, so that others need not be taken of a machine; null for all. Asked before anything is opened.</summary>
    IReadOnlySet<string>? EventTypes => null;

    /// <summary>The stream is open and its state known; called before the first event.</summary>
    /// <exception cref="FilterException">A filter of the chisel can't be read.</exception>
    void Begin(EventStream stream);

    /// <summary>Writes what stands above everything, once a capture: after <see cref="Begin"/> of all chisels, before the first event.</summary>
    void Head(Utf8Writer to)
    {
    }

    /// <summary><see cref="Begin"/> has failed: writes what was printed until then.</summary>
    void LeaveOff(Utf8Writer to)
    {
    }

    /// <summary>An event passed the user's filter. Filters of its own the chisel asks itself.</summary>
    void Add(Event e, Utf8Writer to);

    /// <summary>An interval of the events' own time is over.</summary>
    /// <param name="time">Of the event that ended it, in nanoseconds since the epoch; for a steady interval its own end.</param>
    /// <param name="passed">Nanoseconds since the tick before, 0 for the first.</param>
    void Tick(ulong time, ulong passed, Utf8Writer to)
    {
    }

    /// <summary>No more events come: writes what was found.</summary>
    void End(Utf8Writer to);
}
