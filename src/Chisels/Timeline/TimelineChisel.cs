using System.Globalization;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Timeline;

/// <summary>
/// Counts the events of every value of a field in buckets of time. Memory is bounded: values beyond <see cref="MaxValues"/>
/// are counted together.
/// </summary>
sealed class TimelineChisel : IChisel
{
    public const int MaxValues = 2048;
    const int DefaultRows = 10, MaxRows = 200;

    readonly ChiselSetup _setup;
    readonly Field _field;
    readonly ulong _wanted;
    readonly int _rows = DefaultRows;
    readonly TimeBuckets _time = new();
    /// <summary>Texts are escaped where they are shown.</summary>
    readonly ChiselSetup _asBytes;
    readonly KeyNumbers _values = new();
    readonly List<Series> _series = [];
    readonly Series _all = new(), _more = new(), _none = new();
    readonly Utf8Writer _text = new();

    /// <exception cref="FieldException">The first argument is no field.</exception>
    /// <exception cref="ChiselException">Another argument is wrong.</exception>
    public TimelineChisel(ChiselSetup setup)
    {
        _setup = setup;
        _asBytes = setup with { Form = TextForm.Bytes };
        _field = FieldCatalog.Bind(setup.Arguments.Count > 0 ? setup.Arguments[0] : "proc.name");
        if (setup.Arguments.Count > 1)
            _wanted = BucketWidth.Parse(setup.Arguments[1]);
        if (setup.Arguments.Count > 2 && (!int.TryParse(setup.Arguments[2], NumberStyles.None, CultureInfo.InvariantCulture, out _rows) || _rows is < 1 or > MaxRows))
            throw new ChiselException($"a timeline has 1 to {MaxRows} rows, not '{setup.Arguments[2]}'");
    }

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        var bucket = _time.IndexOf(e.Timestamp, out var merged);
        if (merged > 1)
            Merge(merged);
        _all.Add(bucket);
        SeriesOf(e).Add(bucket);
    }

    public void End(Utf8Writer to)
    {
        var order = Enumerable.Range(0, _series.Count).OrderByDescending(i => _series[i].Total).Take(_rows).ToArray();
        var others = new Series();
        others.Add(_more);
        var shown = order.ToHashSet();
        for (var i = 0; i < _series.Count; i++)
            if (!shown.Contains(i))
                others.Add(_series[i]);
        var rows = order.Select(i => (_values[i].ToArray(), _series[i])).ToList();
        var chart = new Chart(_field.Definition.Name, _time, _all, rows, others, _none, _series.Count - order.Length);
        if (_setup.Json)
            TimelineJson.Write(to, chart, _wanted);
        else
            TimelineText.Write(to, chart, _wanted, _setup.Width);
    }

    Series SeriesOf(Event e)
    {
        _text.Clear();
        if (!KeyText.Write(_text, _field, e, _asBytes))
            return _none;
        // A new value needs room; one that is there already is found whatever their number.
        if (_series.Count >= MaxValues)
            return _values.TryFind(_text.Written, out var known) ? _series[known] : _more;
        var value = _values.Add(_text.Written, out var isNew);
        if (isNew)
            _series.Add(new Series());
        return _series[value];
    }

    void Merge(int factor)
    {
        _all.Merge(factor);
        _more.Merge(factor);
        _none.Merge(factor);
        foreach (var series in _series)
            series.Merge(factor);
    }
}

/// <summary>What was counted, ready to be drawn: the rows by their totals, what has no row of its own, and events without a value.</summary>
/// <param name="OtherValues">How many values <paramref name="Others"/> sums up, beside those that were never told apart.</param>
sealed record Chart(string Field, TimeBuckets Time, Series All, IReadOnlyList<(byte[] Value, Series Counts)> Rows, Series Others, Series Valueless, int OtherValues)
{
    /// <summary>Nanoseconds from the first bucket to the end of the last.</summary>
    public ulong Span => (ulong)Time.Count * Time.Width;
}
