using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Application;

/// <summary>An HTTP request as it waits for its response.</summary>
/// <param name="Direction">&gt; for a client's, which is written, &lt; for a server's, which is read.</param>
/// <param name="Time">In nanoseconds since the epoch.</param>
sealed record HttpRequest(string Direction, byte[] Container, byte[] Method, byte[] Target, double Time);

/// <summary>Pairs the HTTP requests in the buffers of sockets with the responses that come through the same fd.</summary>
sealed class HttpPairs(ChiselSetup setup)
{
    /// <summary>So many requests are kept without a response; whoever makes more loses the old ones.</summary>
    const int MostOpen = 1 << 16;

    readonly ShownField _fd = new("fd.num", setup), _process = new("proc.pid", setup), _time = new("evt.rawtime", setup),
        _direction = new("evt.io_dir", setup), _container = new("container.name", setup), _buffer = new("evt.arg.data", setup, keepLines: true);
    readonly Dictionary<(long Process, long Fd), HttpRequest> _open = [];
    readonly Utf8Writer _text = new();
    Filter _filter = null!;

    /// <summary>Status and announced length of the response that completed a pair.</summary>
    public double Status { get; private set; }
    public double Length { get; private set; }

    public void Begin(EventStream stream) => _filter = Filter.Parse(
        "evt.is_io = true and evt.buflen > 0 and (fd.sockfamily = ip or fd.sockfamily = unix)", stream.State);

    /// <summary>The request that this event answers, or null.</summary>
    public HttpRequest? Add(Event e)
    {
        if (!_filter.Test(e))
            return null;
        _text.Clear();
        if (!_buffer.Write(_text, e) || !_process.TryNumber(e, out var process) || !_fd.TryNumber(e, out var fd))
            return null;
        var key = ((long)process, (long)fd);
        if (!_open.TryGetValue(key, out var request))
        {
            Open(key, e);
            return null;
        }
        if (!HttpText.TryResponse(_text.Written, out var status, out var length))
            return null;
        (Status, Length) = (status, length);
        _open.Remove(key);
        return request;
    }

    /// <summary>When an event happened, as precisely as the scripts know it: times are doubles.</summary>
    public double TimeOf(Event e) => _time.TryNumber(e, out var time) ? time : 0;

    void Open((long, long) key, Event e)
    {
        if (!HttpText.TryRequest(_text.Written, out var method, out var target))
            return;
        if (_open.Count >= MostOpen)
            _open.Clear();
        var direction = _direction.Is(e, "read"u8) ? "<" : _direction.Is(e, "write"u8) ? ">" : "<NA>";
        byte[] url = [.. HttpText.Host(_text.Written), .. target];
        var verb = method.ToArray();
        _text.Clear();
        _container.Write(_text, e);
        _open.Add(key, new HttpRequest(direction, _text.Written.ToArray(), verb, url, TimeOf(e)));
    }
}
