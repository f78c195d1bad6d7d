using CSysdig.Model;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Renamed;

/// <summary>Processes whose names do not fit what they run, those that pose as something first.</summary>
sealed class RenamedChisel(ChiselSetup setup) : IChisel
{
    readonly NameWatch _watch = new();

    public void Begin(EventStream stream) => _watch.Begin(stream.State);

    public void Add(Event e, Utf8Writer to) => _watch.Add(e);

    public void End(Utf8Writer to)
    {
        var sorted = _watch.All.OrderBy(d => d.Pose == Pose.None).ThenBy(d => d.Time).ToList();
        if (setup.Json)
            RenamedJson.Write(to, sorted);
        else
            RenamedText.Write(to, sorted, _watch.LeftOut, setup.Width);
    }
}
