using System.Text;
using CSysdig.Model.Queries;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>
/// Reads and writes as lines: for each a line saying who, when, how much and where, then its bytes. Equal ones in a row
/// (a flood sends the same datagram over and over) are shown once and counted. Built a slice at a time, for one width.
/// Raw leaves the saying out. Text folds what nobody reads: the head of a library that is loaded, and long runs of NUL.
/// </summary>
sealed class EchoLines(EchoResult echo, int width, EchoMode mode)
{
    /// <summary>So many NUL bytes in a row are a line of their own.</summary>
    public const int LongRun = 32;
    /// <summary>The loader reads no more of a library; what is there besides it maps.</summary>
    public const int LibraryHead = 1024;

    static readonly byte[] s_run = new byte[LongRun];

    readonly List<Entry> _entries = [];
    readonly List<int> _breaks = [];
    int _looked;
    Transfer? _last;
    (int Entry, Transfer Transfer)? _shown;

    /// <summary>How the time of a read or write is told.</summary>
    public Func<ulong, string> TimeText { get; init; } = Short;

    /// <summary>The time of day to the microsecond.</summary>
    public static string Short(ulong time) => Clock.TimeOfDay(time)[..15];

    public int Width => width;
    public EchoMode Mode => mode;
    int TitleLines => mode == EchoMode.Raw ? 0 : 1;

    /// <summary>Lines known so far; only grows, until <see cref="Forget"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Reads and writes looked at.</summary>
    public int Looked => _looked;

    /// <summary>Looks at more of them for some time; true when there are more lines.</summary>
    public bool Step(TimeSpan budget)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var before = _looked;
        var found = echo.Rows.Count;
        while (_looked < found)
        {
            Add(echo[_looked], _looked);
            _looked++;
            if ((_looked & 15) == 0 && System.Diagnostics.Stopwatch.GetElapsedTime(started) > budget)
                break;
        }
        return _looked != before;
    }

    /// <summary>The first reads and writes are gone, and with them their lines.</summary>
    /// <returns>How many lines these were.</returns>
    public int Forget(int transfers)
    {
        // What looked the same is one entry up to the next.
        var gone = 0;
        while (gone < _entries.Count && (gone + 1 < _entries.Count ? _entries[gone + 1].Transfer : _looked) <= transfers)
            gone++;
        var lines = gone < _entries.Count ? _entries[gone].FirstLine : Count;
        _entries.RemoveRange(0, gone);
        for (var i = 0; i < _entries.Count; i++)
        {
            var left = Math.Max(0, transfers - _entries[i].Transfer);
            _entries[i] = _entries[i] with { Transfer = _entries[i].Transfer + left - transfers, Times = _entries[i].Times - left, FirstLine = _entries[i].FirstLine - lines };
        }
        if (_entries.Count == 0)
            _last = null;
        (_looked, Count, _shown) = (Math.Max(0, _looked - transfers), Count - lines, null);
        return lines;
    }

    /// <param name="left">Cells that a raw line is scrolled by.</param>
    public void Compose(int line, Line into, int left = 0)
    {
        var at = EntryOf(line);
        var entry = _entries[at];
        var transfer = TransferOf(at);
        var within = line - entry.FirstLine - TitleLines;
        if (within < 0)
            ComposeTitle(entry, transfer, into);
        else if (within == entry.Lines - TitleLines - 1 && transfer.Missing > 0)
            into.Write($" … {transfer.Missing:#,0} bytes not captured", Style.Dim);
        else if (mode == EchoMode.Hex)
            HexLine.Compose(transfer.Data.Span, within, width, into, StyleOf(transfer));
        else
            ComposeText(transfer, within, into, left);
    }

    /// <summary>Which read or write a line belongs to, to find the place again at another width.</summary>
    public int TransferAt(int line) => Count == 0 ? 0 : _entries[EntryOf(line)].Transfer;

    /// <summary>The line says of a read or write who, when and where.</summary>
    public bool IsTitle(int line) => line < Count && line - _entries[EntryOf(line)].FirstLine < TitleLines;

    /// <summary>The title line of a read or write.</summary>
    public int LineOf(int transfer)
    {
        int low = 0, high = _entries.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_entries[middle].Transfer <= transfer)
                low = middle;
            else
                high = middle - 1;
        }
        return _entries.Count == 0 ? 0 : _entries[low].FirstLine;
    }

    void Add(Transfer transfer, int index)
    {
        if (_last is { } last && IsSame(last, transfer))
        {
            var entry = _entries[^1];
            _entries[^1] = entry with { Times = entry.Times + 1, Until = transfer.Timestamp };
            return;
        }
        _last = transfer;
        var data = transfer.Data.Span;
        var lines = IsFolded(transfer) ? TitleLines : TitleLines + (mode == EchoMode.Hex ? HexLine.Count(data.Length, width) : CountText(data)) + (transfer.Missing > 0 ? 1 : 0);
        _entries.Add(new Entry(index, 1, transfer.Timestamp, Count, lines));
        Count += lines;
    }

    static bool IsSame(Transfer a, Transfer b) =>
        a.Tid == b.Tid && a.FdNumber == b.FdNumber && a.Direction == b.Direction && a.Length == b.Length
        && a.FdName.AsSpan().SequenceEqual(b.FdName) && a.Data.Span.SequenceEqual(b.Data.Span);

    bool IsFolded(Transfer transfer) =>
        mode == EchoMode.Text && transfer is { Direction: IoDirection.Read, FdTypeChar: 'f', Length: <= LibraryHead } && transfer.Data.Span.StartsWith("\u007fELF"u8);

    int CountText(ReadOnlySpan<byte> data)
    {
        _breaks.Clear();
        if (mode == EchoMode.Raw)
            TextLines.Break(data, int.MaxValue, _breaks);
        else
            for (var at = 0; at < data.Length;)
            {
                var run = RunOf(data[at..]);
                var next = data[(at + run)..].IndexOf(s_run);
                var text = next < 0 ? data.Length - at - run : next;
                if (run > 0)
                    _breaks.Add(at);
                var first = _breaks.Count;
                TextLines.Break(data.Slice(at + run, text), width - 1, _breaks);
                for (var i = first; i < _breaks.Count; i++)
                    _breaks[i] += at + run;
                at += run + text;
            }
        return _breaks.Count;
    }

    /// <summary>How many NUL bytes these begin with; 0 where that are few.</summary>
    static int RunOf(ReadOnlySpan<byte> data)
    {
        var run = data.IndexOfAnyExcept((byte)0) is >= 0 and var length ? length : data.Length;
        return run >= LongRun ? run : 0;
    }

    void ComposeText(Transfer transfer, int line, Line into, int left)
    {
        var data = transfer.Data.Span;
        CountText(data);
        if (line >= _breaks.Count)
            return;
        var end = line + 1 < _breaks.Count ? _breaks[line + 1] : data.Length;
        into.Unbox(1);
        if (mode == EchoMode.Text && RunOf(data[_breaks[line]..end]) is > 0 and var run)
        {
            into.Write($"… {run:#,0} NUL bytes", Style.Dim);
            return;
        }
        into.Skip(left);
        into.Write(TextLines.Trim(data[_breaks[line]..end]), StyleOf(transfer));
    }

    void ComposeTitle(Entry entry, Transfer transfer, Line into)
    {
        var style = StyleOf(transfer);
        into.Write(transfer.Direction == IoDirection.Read ? "◀ read  " : "▶ write ", style | Style.Text)
            .Write(TimeText(transfer.Timestamp), Style.Dim).Write("  ")
            .Write(transfer.ProcessName, Style.Bold).Write($" ({transfer.Tid})  ")
            .Write(transfer.Length == 1 ? "1 byte" : $"{transfer.Length:#,0} bytes", Style.Bold).Write(IsFolded(transfer) ? " of an ELF head  " : "  ", Style.Dim);
        if (entry.Times > 1)
            into.Write($"×{entry.Times:#,0} until {TimeText(entry.Until)}  ", Style.Warning);
        into.Write(transfer.FdName.Length > 0 ? transfer.FdName : Encoding.ASCII.GetBytes($"fd {transfer.FdNumber}"), Style.Dim);
        if (transfer.ContainerName.Length > 0)
            into.Write("  [").Write(transfer.ContainerName).Write("]");
    }

    static Style StyleOf(Transfer transfer) => transfer.Direction == IoDirection.Read ? Style.Read : Style.Write;

    Transfer TransferOf(int entry)
    {
        if (_shown is { } shown && shown.Entry == entry)
            return shown.Transfer;
        var transfer = echo[_entries[entry].Transfer];
        _shown = (entry, transfer);
        return transfer;
    }

    int EntryOf(int line)
    {
        int low = 0, high = _entries.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_entries[middle].FirstLine <= line)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>Reads or writes that look the same: the first one, how many, and the time of the last.</summary>
    readonly record struct Entry(int Transfer, int Times, ulong Until, int FirstLine, int Lines);
}
