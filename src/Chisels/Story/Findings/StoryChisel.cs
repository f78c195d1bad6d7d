using CSysdig.Model;
using CSysdig.Model.Story;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Findings;

/// <summary>What somebody did to the machine who should not have been there.</summary>
sealed class StoryChisel(ChiselSetup setup) : IChisel
{
    readonly StoryWatch _watch = new(rules: setup.Rules);

    public void Begin(EventStream stream) => _watch.Begin(stream.State);

    public void Add(Event e, Utf8Writer to) => _watch.Add(e, e.Timestamp);

    public void End(Utf8Writer to)
    {
        if (setup.Json)
            FindingJson.Write(to, _watch.Report());
        else
            FindingText.Write(to, _watch.Report(), setup.Width);
    }
}
