using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>
/// The lines of some events, written when the state has moved on, while another thread follows it. A line that shows more than its event's
/// bytes and the versions of its thread and fd is written as the event is added. Used again and again.
/// </summary>
public sealed class LineGroup(EventFormat format, bool json, MachineState state, TextStyle style)
{
    /// <summary>So many events stay near the processor with all that they touch.</summary>
    public const int Size = 1024;

    /// <summary>What the stream's event had; or the end of a line that is written.</summary>
    struct Row
    {
        public EventPlace Place;
        public ThreadInfo? Thread;
        public FdInfo? Fd;
        public long Number, FdNumber;
        public ulong Latency;
        public int ErrorCode, Written;
        public bool FdNameChanged;
    }

    readonly Row[] _rows = new Row[Size];
    // Its state knows the age of the capture and nothing else: what the other thread changes is out of reach, and lies in other lines of the cache.
    readonly Event _event = new(new MachineState(keepHistory: false) { Generation = state.Generation }) { Style = style with { } };
    readonly Utf8Writer _written = new();
    int _count;

    /// <summary>Where <see cref="Write"/> writes the lines, each with its end.</summary>
    public Utf8Writer Text { get; } = new(256 << 10);

    /// <summary>A batch that nobody needs any more when the lines are out, or null.</summary>
    public EventBatch? Passed { get; set; }

    public bool IsFull => _count == Size;

    /// <summary>Adds an event, whose batch stays until the lines are written.</summary>
    public void Add(Event e)
    {
        ref var row = ref _rows[_count++];
        if (!format.MayWait(e))
        {
            WriteLine(_written, e);
            row.Place = default;
            row.Written = _written.Length;
            return;
        }
        row.Place = e.Raw.Place;
        row.Thread = e.Thread;
        row.Fd = e.Fd;
        row.Number = e.Raw.Number;
        row.FdNumber = e.FdNumber;
        row.Latency = e.Latency;
        row.ErrorCode = e.ErrorCode;
        row.FdNameChanged = e.FdNameChanged;
    }

    /// <summary>Writes the lines, and forgets the events.</summary>
    public void Write()
    {
        var (e, at) = (_event, 0);
        e.State.FirstTimestamp = state.FirstTimestamp;
        foreach (ref readonly var row in _rows.AsSpan(0, _count))
        {
            if (!row.Place.IsSet)
            {
                Text.Write(_written.Written[at..row.Written]);
                at = row.Written;
                continue;
            }
            e.Raw.Load(row.Place, row.Number);
            if (!ReferenceEquals(e.Thread, row.Thread))
                e.Thread = row.Thread;
            if (!ReferenceEquals(e.Fd, row.Fd))
                e.Fd = e.ParsedFd = row.Fd;
            e.FdNumber = row.FdNumber;
            e.Latency = row.Latency;
            e.ErrorCode = row.ErrorCode;
            e.FdNameChanged = row.FdNameChanged;
            WriteLine(Text, e);
        }
        _written.Clear();
        _count = 0;
    }

    void WriteLine(Utf8Writer to, Event e)
    {
        if (json ? format.WriteJson(to, e) : format.Write(to, e))
            to.Write('\n');
    }
}
