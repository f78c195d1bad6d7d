using CSysdig.Model;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>Login sessions from accept to exit: who, from where, and everything that was done.</summary>
sealed class SessionsChisel(ChiselSetup setup) : IChisel
{
    readonly SessionWatch _watch = new();
    ulong _last;

    public void Begin(EventStream stream) => _watch.Begin(stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        _last = Math.Max(_last, e.Timestamp);
        _watch.Add(e);
    }

    public void End(Utf8Writer to)
    {
        var report = SessionReport.Of(_watch.Table, _last, setup.Arguments.Count > 0 ? setup.Arguments[0] : "");
        if (setup.Json)
            SessionJson.Write(to, report);
        else
            SessionText.Write(to, report, setup.Width);
    }
}
