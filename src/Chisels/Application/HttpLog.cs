using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Application;

/// <summary>A line an HTTP request, when its response comes.</summary>
sealed class HttpLog(ChiselSetup setup) : IChisel
{
    public static ChiselDefinition Definition { get; } = new("httplog", "Application", "HTTP requests with status, time and size of the response", [], s => new HttpLog(s));

    readonly HttpPairs _pairs = new(setup);
    readonly ShownField _when = new("evt.datetime", setup);

    public void Begin(EventStream stream) => _pairs.Begin(stream);

    public void Add(Event e, Utf8Writer to)
    {
        if (_pairs.Add(e) is not { } request)
            return;
        _when.Write(to, e);
        to.Write(' ');
        if (setup.Containers)
        {
            to.Write(request.Container);
            to.Write(' ');
        }
        to.Write(request.Direction);
        to.Write(" method="u8);
        to.Write(request.Method);
        to.Write(" url="u8);
        to.Write(request.Target);
        to.Write(" response_code="u8);
        to.Write((long)_pairs.Status);
        to.Write(" latency="u8);
        to.Write((long)((_pairs.TimeOf(e) - request.Time) / 1e6));
        to.Write("ms size="u8);
        to.Write((long)_pairs.Length);
        to.Write("B\n"u8);
    }

    public void End(Utf8Writer to)
    {
    }
}
