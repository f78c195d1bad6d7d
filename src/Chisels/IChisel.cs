using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels;

/// <summary>One run of an analysis over one stream of events.</summary>
public interface IChisel
{
    /// <summary>The stream is open and its state known; called before the first event.</summary>
    /// <exception cref="Model.Filters.FilterException">A filter of the chisel can't be read.</exception>
    void Begin(EventStream stream);

    /// <summary>An event passed the user's filter.</summary>
    void Add(Event e);

    /// <summary>No more events come: writes what was found.</summary>
    void End(Utf8Writer to);
}
