using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.State;
using CSysdig.Model.Story;
using CSysdig.Model.Streaming;

namespace CSysdig.Model.Lake;

/// <summary>Writes what one capture, or one stretch of a machine's life, tells as tables of a lake.</summary>
public sealed class LakeExport : IDisposable
{
    static readonly bool[] s_isExported = [.. EventTable.All.ToArray().Select(type => !type.IsEnter && (type.Category & EventCategory.Internal) == 0)];

    readonly ILakeStore _store;
    readonly LakeOptions _options;
    readonly LakeCapture _capture;
    readonly MachineState _state;
    readonly LakeTable _events, _flows, _processes, _findings, _captures;
    readonly LakeTable[] _tables;
    readonly ThreadRows _threads;
    readonly FlowRows _flowRows;
    readonly ProcessRows _processRows;
    readonly EventRow _row;
    readonly StoryWatch _story = new();
    readonly LostStretches _lost = new();
    LakeOrigin _origin;
    ulong _first, _last;
    long _read;
    bool _hasBegun, _isPublished;

    /// <param name="stream">Open, and no event was taken from it.</param>
    public LakeExport(ILakeStore store, LakeCapture capture, EventStream stream, LakeOptions options)
    {
        (_store, _capture, _options, _state) = (store, capture, options, stream.State);
        _origin = new LakeOrigin(capture.Key, _state.Machine, options.Writer);
        _tables = [.. new[] { LakeSchema.Events, LakeSchema.Flows, LakeSchema.Processes, LakeSchema.Findings, LakeSchema.Captures }.Select(d => new LakeTable(d, store, _origin, options))];
        (_events, _flows, _processes, _findings, _captures) = (_tables[0], _tables[1], _tables[2], _tables[3], _tables[4]);
        _threads = new ThreadRows(_events, LakeSchema.Who.Where(c => c.Field is not null));
        _flowRows = new FlowRows(_flows);
        _processRows = new ProcessRows(_processes, _origin);
        _row = new EventRow(_events, options);
        _events.Ended = () =>
        {
            _threads.Clear();
            _row.Clear();
        };
        _story.Begin(_state);
    }

    /// <summary>An event that was chosen.</summary>
    public void Add(Event e)
    {
        var process = See(e);
        if (_story.Wants(e.Code, e.Call))
            _story.Add(e, e.Timestamp);
        if (!s_isExported[(int)e.Code])
            return;
        var flow = _flowRows.Take(e, process, _origin);
        _events.Begin(e.Timestamp);
        _threads.Add(e, process);
        _row.Add(e, flow);
        _events.End();
        if (flow is not null)
            _flowRows.CloseIf(e, flow);
    }

    /// <summary>An event that was not: what it tells of processes holds all the same.</summary>
    public void Pass(Event e) => See(e);

    /// <summary>No more events come: everything is written, and stands in the lake under its names.</summary>
    /// <param name="filter">What chose the events, or empty.</param>
    /// <param name="isWhole">The end of the capture was reached.</param>
    public void End(CaptureLosses losses, string filter, bool isWhole)
    {
        _flowRows.End();
        FindingRows.Write(_findings, _story.Report(), _processRows);
        WriteCapture(losses, filter, isWhole);
        foreach (var table in _tables)
            table.Close();
        Publish();
    }

    /// <summary>Takes away what was not published.</summary>
    public void Dispose()
    {
        foreach (var table in _tables)
            table.Dispose();
        if (_isPublished)
            return;
        foreach (var file in _tables.SelectMany(t => t.Files))
        {
            try
            {
                _store.Discard(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has another name than a table's: nobody takes it for one.
            }
        }
    }

    long? See(Event e)
    {
        var raw = e.Raw;
        _read = raw.Number;
        if (!ReferenceEquals(_origin.Machine, _state.Machine))
            Turn();
        if (!_hasBegun)
        {
            _hasBegun = true;
            _first = raw.Timestamp;
            _processRows.Begin(_state, _first);
        }
        _last = raw.Timestamp;
        if (LostStretches.IsTold(e.Code))
            _lost.Note(e);
        var process = _processRows.IdOf(e);
        _processRows.EndIf(e);
        return process;
    }

    /// <summary>A capture of several sections may be of several machines.</summary>
    void Turn()
    {
        _flowRows.End();
        _origin = new LakeOrigin(_origin.Key, _state.Machine, _origin.Writer);
        foreach (var table in _tables)
            table.Turn(_origin);
        _processRows.Turn(_origin);
    }

    void WriteCapture(CaptureLosses losses, string filter, bool isWhole)
    {
        var t = _captures;
        t.Begin(_first);
        t.Sequence("time").Add((long)_first);
        t.Sequence("last_time").Add((long)_last);
        Text("sha256", _capture.Sha256);
        Text("file", _capture.File);
        Number("size", _capture.Size);
        if (_state.Machine.BootTimestamp is 0)
            t.Sequence("boot").AddNull();
        else
            t.Sequence("boot").Add((long)_state.Machine.BootTimestamp);
        Number("cpus", _state.Machine.CpuCount);
        Number("memory", (long)_state.Machine.MemoryBytes);
        Number("events", _read);
        Number("exported", _events.Rows);
        Number("lost", _lost.Events);
        Text("problem", losses.Message);
        t.Flag("is_complete").Add(isWhole && filter.Length == 0 && losses.Message is null);
        Text("filter", filter.Length > 0 ? filter : null);
        Text("writer", _options.Writer);
        t.End();

        void Text(string name, string? value) => t.Text(name).Add(value is null ? DictionaryColumn.Null : t.Text(name).Id(FindingRows.Shown(System.Text.Encoding.UTF8.GetBytes(value))));
        void Number(string name, long? value) => t.Number(name).Add(value is { } number ? t.Number(name).Id(number) : DictionaryColumn.Null);
    }

    /// <summary>What an earlier export of this capture has left goes, its row in <c>captures</c> first; the new one comes last.</summary>
    void Publish()
    {
        var earlier = _store.Of(_capture.Key);
        foreach (var key in earlier.Where(k => k.StartsWith(LakeSchema.Captures.Name + "/", StringComparison.Ordinal)))
            _store.Delete(key);
        var files = _tables.SelectMany(t => t.Files).ToHashSet();
        foreach (var key in earlier.Where(k => !k.StartsWith(LakeSchema.Captures.Name + "/", StringComparison.Ordinal) && !files.Contains(k)))
            _store.Delete(key);
        foreach (var table in _tables)
            foreach (var key in table.Files)
                _store.Publish(key);
        _isPublished = true;
    }
}
