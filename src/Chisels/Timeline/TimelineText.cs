using System.Text;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Timeline;

/// <summary>A timeline as lines of text: a row of blocks a value, each to the scale of its own highest column.</summary>
sealed class TimelineText
{
    const int MaxLabel = 18;
    const ulong Second = 1_000_000_000;

    readonly Chart _chart;
    readonly List<(byte[] Label, Series Counts)> _rows;
    readonly int _label, _total, _peak, _perColumn, _columns;
    readonly ulong _bucket;

    TimelineText(Chart chart, ulong wanted, int width)
    {
        _chart = chart;
        _rows = [("all events"u8.ToArray(), chart.All), .. chart.Rows];
        if (chart.Others.Total > 0)
            _rows.Add((Encoding.ASCII.GetBytes($"({chart.OtherValues} others)"), chart.Others));
        if (chart.Valueless.Total > 0)
            _rows.Add(("(no value)"u8.ToArray(), chart.Valueless));
        _label = Math.Clamp(Math.Max(chart.Field.Length, _rows.Max(r => r.Label.Length)), 10, MaxLabel);
        _total = Math.Max("events".Length, Digits(chart.All.Total)) + 1;
        // The highest rate decides how wide its column is, and that the width of a bucket: the finest one is on the safe side.
        var room = Math.Max(10, width - _label - 1 - _total - "peak/s".Length - 1);
        _bucket = BucketWidth.Fit(chart.Span, room, chart.Time.Width, wanted);
        Divide(out _perColumn, out _columns);
        _peak = Math.Max("peak/s".Length, Digits(PerSecond(chart.All.Columns(_perColumn, _columns).Max()))) + 1;
        if (_columns + _label + 1 + _total + _peak <= width)
            return;
        _bucket = BucketWidth.Fit(chart.Span, Math.Max(10, width - _label - 1 - _total - _peak), chart.Time.Width, wanted);
        Divide(out _perColumn, out _columns);
    }

    public static void Write(Utf8Writer to, Chart chart, ulong wanted, int width)
    {
        if (chart.Time.Count == 0)
            to.Write("no events\n"u8);
        else
            new TimelineText(chart, wanted, width).WriteAll(to);
    }

    void WriteAll(Utf8Writer to)
    {
        WriteHead(to);
        foreach (var (label, counts) in _rows)
            WriteRow(to, label, counts);
        WriteAxis(to);
        WritePeak(to);
    }

    void WriteHead(Utf8Writer to)
    {
        var start = to.Length;
        to.Write(_chart.Field);
        ReportText.Pad(to, start, _label + 1);
        start = to.Length;
        to.Write(_columns < "a column: 100ms".Length ? ""u8 : "a column: "u8);
        WriteWidth(to);
        ReportText.Pad(to, start, _columns);
        WriteRight(to, "events"u8, _total);
        WriteRight(to, "peak/s"u8, _peak);
        to.Write('\n');
    }

    void WriteRow(Utf8Writer to, ReadOnlySpan<byte> label, Series counts)
    {
        var start = to.Length;
        ReportText.WriteCaptured(to, label, _label);
        ReportText.Pad(to, start, _label + 1);
        var values = counts.Columns(_perColumn, _columns);
        var peak = values.Max();
        foreach (var value in values)
            to.Write(Block(value, peak));
        ReportText.WriteCount(to, counts.Total, _total);
        ReportText.WriteCount(to, PerSecond(peak), _peak);
        to.Write('\n');
    }

    /// <summary>The clock under the columns, as often as there is room for.</summary>
    void WriteAxis(Utf8Writer to)
    {
        const int Every = 16, ClockColumns = 8;
        to.Fill((byte)' ', _label + 1);
        for (var at = 0; at == 0 || at + ClockColumns <= _columns; at += Every)
        {
            if (at > 0)
                to.Fill((byte)' ', Every - ClockColumns);
            TimeText.WriteClock(to, _chart.Time.Start + (ulong)at * _bucket, nanoseconds: false);
        }
        to.Write('\n');
    }

    void WritePeak(Utf8Writer to)
    {
        var all = _chart.All.Columns(_perColumn, _columns);
        var highest = Array.IndexOf(all, all.Max());
        to.Write("Most at "u8);
        var time = _chart.Time.Start + (ulong)highest * _bucket;
        if (_bucket % Second == 0)
            TimeText.WriteClock(to, time, nanoseconds: false);
        else
            ReportText.WriteClock(to, time);
        to.Write(": "u8);
        ReportText.WriteCount(to, all[highest]);
        to.Write(" events in "u8);
        WriteWidth(to);
        var first = _chart.Rows.Select(r => (r.Value, Count: r.Counts.Columns(_perColumn, _columns)[highest])).OrderByDescending(r => r.Count).FirstOrDefault();
        if (first.Count > 0)
        {
            to.Write(", "u8);
            ReportText.WriteCount(to, first.Count);
            to.Write(" of them "u8);
            ReportText.WriteCaptured(to, first.Value, 60);
        }
        to.Write('\n');
    }

    void WriteWidth(Utf8Writer to)
    {
        const ulong Minute = 60 * Second, Hour = 60 * Minute;
        to.Write(_bucket % Hour == 0 ? $"{_bucket / Hour}h" : _bucket % Minute == 0 ? $"{_bucket / Minute}m"
            : _bucket % Second == 0 ? $"{_bucket / Second}s" : $"{_bucket / (Second / 1000)}ms");
    }

    void Divide(out int perColumn, out int columns)
    {
        perColumn = (int)(_bucket / _chart.Time.Width);
        columns = (_chart.Time.Count + perColumn - 1) / perColumn;
    }

    // Whatever is there at all shows; only the highest column is full.
    static ReadOnlySpan<byte> Block(long value, long peak) => value == 0 ? " "u8 : (int)(value * 8 / peak) switch
    {
        <= 1 => "▁"u8,
        2 => "▂"u8,
        3 => "▃"u8,
        4 => "▄"u8,
        5 => "▅"u8,
        6 => "▆"u8,
        7 => "▇"u8,
        _ => "█"u8,
    };

    long PerSecond(long count) => (long)Math.Round(count * (double)Second / _bucket);

    static int Digits(long value)
    {
        var text = new Utf8Writer(32);
        ReportText.WriteCount(text, value);
        return text.Length;
    }

    static void WriteRight(Utf8Writer to, ReadOnlySpan<byte> text, int columns)
    {
        to.Fill((byte)' ', columns - text.Length);
        to.Write(text);
    }
}
