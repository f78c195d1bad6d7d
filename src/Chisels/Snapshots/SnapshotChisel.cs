using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Snapshots;

/// <summary>Prints the state of the machine at the first event that passes the user's filter, and asks for no more.</summary>
abstract class SnapshotChisel : IChisel
{
    protected EventStream Stream { get; private set; } = null!;

    public bool IsDone { get; private set; }

    public virtual void Begin(EventStream stream) => Stream = stream;

    public void Add(Event e, Utf8Writer to)
    {
        if (IsDone)
            return;
        IsDone = true;
        Print(to);
    }

    public void End(Utf8Writer to)
    {
        if (!IsDone)
            PrintNothing(to);
    }

    /// <summary>No event came.</summary>
    protected virtual void PrintNothing(Utf8Writer to) => to.Write("empty capture or no event matching the filter\n"u8);

    protected abstract void Print(Utf8Writer to);
}
