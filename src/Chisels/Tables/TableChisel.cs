using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>Sums a field by its keys over a stream, in memory that grows with the number of different keys alone.</summary>
sealed class TableChisel : IChisel
{
    readonly TableSpec _spec;
    readonly ChiselSetup _setup;
    readonly Field[] _keys;
    readonly Field _value;
    readonly Utf8Writer _key = new();
    KeyNumbers _rows = new();
    double[] _sums = new double[32];
    Filter? _filter;
    EventStream _stream = null!;
    List<TableRow>? _lastRows;
    ulong _since, _lastTime, _lastSpan;

    /// <exception cref="FieldException">A key is no field.</exception>
    public TableChisel(TableSpec spec, ChiselSetup setup)
    {
        _spec = spec;
        _setup = setup;
        _keys = [.. spec.Keys.Select(k => FieldCatalog.Bind(k.Field))];
        _value = FieldCatalog.Bind(spec.Value);
    }

    /// <summary>Live a table is of the last second, as the originals' are.</summary>
    public ChiselInterval Interval => _setup.IsLive ? ChiselInterval.Seconds(1) : ChiselInterval.None;

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _filter = _spec.Filter.Length > 0 ? Filter.Parse(_spec.Filter, stream.State) : null;
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (_filter is not null && !_filter.Test(e))
            return;
        var value = new FieldValue { Type = _value.Definition.Type };
        if (!_value.TryGet(e, ref value) || !KeyText.TryNumber(value, out var number) || (number <= 0 && !_spec.KeepsZero))
            return;
        if (!TryKey(e))
            return;
        var row = _rows.Add(_key.Written, out _);
        if (row >= _sums.Length)
            Array.Resize(ref _sums, _sums.Length * 2);
        _sums[row] += number * _spec.Scale;
    }

    public void Tick(ulong time, ulong passed, Utf8Writer to)
    {
        (_lastRows, _lastTime, _lastSpan) = (Shown(), time, passed == 0 ? time - _stream.State.FirstTimestamp : passed);
        _since = time;
        if (_setup.Terminal && !_setup.Json)
            to.Write("\e[H\e[2J"u8);
        Write(to, _lastRows, _lastTime, _lastSpan);
        if (!_setup.Terminal && !_setup.Json)
            to.Write('\n');
        _rows = new KeyNumbers();
        Array.Clear(_sums);
    }

    public void End(Utf8Writer to)
    {
        // The capture spans all events, also those that the user's filter turned down.
        var last = _stream.Reader.Current.Timestamp;
        if (_lastRows is null)
            Write(to, Shown(), last, last - _stream.State.FirstTimestamp);
        // What stands on the screen of a run that the user ends should still stand there; the second at hand is not over.
        else if (_setup.Terminal && !_setup.Json)
            Write(to, _lastRows, _lastTime, _lastSpan);
        else
            Write(to, Shown(), last, last - _since);
    }

    List<TableRow> Shown()
    {
        var rows = Enumerable.Range(0, _rows.Count).OrderByDescending(r => _sums[r]);
        return [.. (_spec.Top > 0 ? rows.Take(_spec.Top) : rows).Select(r => new TableRow(_rows[r].ToArray(), _sums[r]))];
    }

    void Write(Utf8Writer to, IReadOnlyList<TableRow> rows, ulong time, ulong span)
    {
        if (_setup.Json)
            TableJson.Write(to, _spec, rows, time);
        else
            TableText.Write(to, _spec, rows, span, _setup);
    }

    // The keys one after the other, each with its length before it, so that no captured text can look like two of them.
    bool TryKey(Event e)
    {
        _key.Clear();
        foreach (var field in _keys)
        {
            var start = _key.Length;
            _key.Fill(0, TableRow.LengthSize);
            if (!KeyText.Write(_key, field, e, _setup))
                return false;
            _key.PatchInt32(start, _key.Length - start - TableRow.LengthSize);
        }
        return true;
    }
}
