using CSysdig.Chisels.Tables;
using CSysdig.Model;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Application;

/// <summary>HTTP requests by method and address: how many, how large, or how long they took on average.</summary>
sealed class HttpTop : IChisel
{
    public static ChiselDefinition Definition { get; } = new("httptop", "Application", "HTTP requests by number, time or bytes",
        [new("by", "string", true, "ncalls (which it is without), time or bytes")], s => new HttpTop(s));

    readonly ChiselSetup _setup;
    readonly HttpPairs _pairs;
    readonly TableSpec _spec;
    readonly KeyNumbers _rows = new();
    readonly Utf8Writer _key = new();
    double[] _sums = new double[32];
    long[] _counts = new long[32];
    EventStream _stream = null!;

    /// <exception cref="ChiselException">It can't be ordered by that.</exception>
    public HttpTop(ChiselSetup setup)
    {
        _setup = setup;
        _pairs = new HttpPairs(setup);
        var by = setup.Arguments.Count > 0 ? setup.Arguments[0] : "ncalls";
        _spec = new TableSpec
        {
            Keys = [.. setup.Containers ? [new TableKey("container", "container")] : Array.Empty<TableKey>(), new("method", "method"), new("url", "url")],
            Value = by,
            ValueTitle = by,
            Top = 30,
            Unit = by switch
            {
                "ncalls" => ValueUnit.Count,
                "bytes" => ValueUnit.Bytes,
                "time" => ValueUnit.Time,
                _ => throw new ChiselException($"httptop orders by ncalls, time or bytes, not by '{by}'"),
            },
        };
    }

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _pairs.Begin(stream);
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (_pairs.Add(e) is not { } request)
            return;
        _key.Clear();
        if (_setup.Containers)
            TableRow.WriteKey(_key, request.Container);
        TableRow.WriteKey(_key, request.Method);
        TableRow.WriteKey(_key, request.Target);
        var row = _rows.Add(_key.Written, out _);
        if (row >= _sums.Length)
        {
            Array.Resize(ref _sums, row * 2);
            Array.Resize(ref _counts, row * 2);
        }
        _counts[row]++;
        _sums[row] += _spec.Unit == ValueUnit.Bytes ? _pairs.Length : _pairs.TimeOf(e) - request.Time;
    }

    public void End(Utf8Writer to)
    {
        var rows = Enumerable.Range(0, _rows.Count).Select(r => new TableRow(_rows[r].ToArray(), ValueOf(r)))
            .OrderByDescending(r => r.Sum).Take(_spec.Top).ToList();
        var last = _stream.Reader.Current.Timestamp;
        if (_setup.Json)
            TableJson.Write(to, _spec, rows, last);
        else
            TableText.Write(to, _spec, rows, last - _stream.State.FirstTimestamp, _setup);
    }

    double ValueOf(int row) => _spec.Unit switch
    {
        ValueUnit.Bytes => _sums[row],
        ValueUnit.Time => _sums[row] / _counts[row],
        _ => _counts[row],
    };
}
