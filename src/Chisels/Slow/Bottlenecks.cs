using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Slow;

/// <summary>The calls that took longest to return, each with the event that began it.</summary>
sealed class Bottlenecks : IChisel
{
    public static ChiselDefinition Definition { get; } = new("bottlenecks", "Performance", "The ten system calls that took longest", [], s => new Bottlenecks(s));

    const int Shown = 10;
    /// <summary>How many threads' beginnings are remembered; a capture that invents more loses some.</summary>
    const int MostThreads = 1 << 16;
    const double Second = 1e9;

    readonly ShownField _latency, _process, _type, _arguments, _number, _thread;
    readonly Dictionary<long, Utf8Writer> _begun = [];
    readonly List<(double Latency, byte[] Begin, byte[] End)> _slowest = [];
    readonly Utf8Writer _line = new();

    Bottlenecks(ChiselSetup setup)
    {
        _latency = new("evt.latency", setup);
        _process = new("proc.name", setup);
        _type = new("evt.type", setup);
        _arguments = new("evt.args", setup);
        _number = new("evt.num", setup);
        _thread = new("thread.tid", setup);
    }

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_latency.TryNumber(e, out var latency) || latency != 0 && _slowest.Count == Shown && latency <= _slowest[^1].Latency || _type.Is(e, "switch"u8))
            return;
        _thread.TryNumber(e, out var thread);
        if (latency == 0)
            WriteLine(BegunBy((long)thread), e, 0, ">"u8);
        else
            Insert(e, (long)thread, latency);
    }

    public void End(Utf8Writer to)
    {
        foreach (var (_, begin, end) in _slowest)
        {
            to.Write(begin);
            to.Write('\n');
            to.Write(end);
            to.Write('\n');
        }
    }

    Utf8Writer BegunBy(long thread)
    {
        if (!_begun.TryGetValue(thread, out var line))
        {
            if (_begun.Count >= MostThreads)
                _begun.Clear();
            _begun[thread] = line = new Utf8Writer(128);
        }
        line.Clear();
        return line;
    }

    void Insert(Event e, long thread, double latency)
    {
        _line.Clear();
        WriteLine(_line, e, latency, "<"u8);
        var at = _slowest.FindIndex(s => latency > s.Latency);
        var begin = _begun.TryGetValue(thread, out var line) ? line.Written.ToArray() : "nil"u8.ToArray();
        _slowest.Insert(at < 0 ? _slowest.Count : at, (latency, begin, _line.Written.ToArray()));
        if (_slowest.Count > Shown)
            _slowest.RemoveAt(Shown);
    }

    void WriteLine(Utf8Writer to, Event e, double latency, ReadOnlySpan<byte> direction)
    {
        _number.Write(to, e);
        to.Write(") "u8);
        to.Write((long)(latency / Second));
        to.Write('.');
        to.WritePadded((ulong)(latency % Second), 9);
        to.Write(' ');
        _process.Write(to, e);
        to.Write(" ("u8);
        _thread.WriteOrNil(to, e);
        to.Write(") "u8);
        to.Write(direction);
        to.Write(' ');
        _type.WriteOrNil(to, e);
        to.Write(' ');
        _arguments.WriteOrNil(to, e);
    }
}
