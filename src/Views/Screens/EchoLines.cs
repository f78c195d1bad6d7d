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

    readonly List<Block> _blocks = [];
    readonly List<int> _breaks = [];
    int _looked;
    EchoChunk? _last;
    (int Block, EchoChunk Chunk)? _shown;

    public int Width => width;
    public EchoMode Mode => mode;
    int TitleLines => mode == EchoMode.Raw ? 0 : 1;

    /// <summary>Lines known so far; only grows.</summary>
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

    /// <param name="left">Cells that a raw line is scrolled by.</param>
    public void Compose(int line, Line into, int left = 0)
    {
        var at = BlockOf(line);
        var block = _blocks[at];
        var chunk = ChunkOf(at);
        var within = line - block.FirstLine - TitleLines;
        if (within < 0)
            ComposeTitle(block, chunk, into);
        else if (within == block.Lines - TitleLines - 1 && chunk.Missing > 0)
            into.Write($" … {chunk.Missing:#,0} bytes not captured", Style.Dim);
        else if (mode == EchoMode.Hex)
            HexLine.Compose(chunk.Data.Span, within, width, into, StyleOf(chunk));
        else
            ComposeText(chunk, within, into, left);
    }

    /// <summary>Which read or write a line belongs to, to find the place again at another width.</summary>
    public int ChunkAt(int line) => Count == 0 ? 0 : _blocks[BlockOf(line)].Chunk;

    /// <summary>The title line of a read or write.</summary>
    public int LineOf(int chunk)
    {
        int low = 0, high = _blocks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_blocks[middle].Chunk <= chunk)
                low = middle;
            else
                high = middle - 1;
        }
        return _blocks.Count == 0 ? 0 : _blocks[low].FirstLine;
    }

    void Add(EchoChunk chunk, int index)
    {
        if (_last is { } last && IsSame(last, chunk))
        {
            var block = _blocks[^1];
            _blocks[^1] = block with { Times = block.Times + 1, Until = chunk.Timestamp };
            return;
        }
        _last = chunk;
        var data = chunk.Data.Span;
        var lines = IsFolded(chunk) ? TitleLines : TitleLines + (mode == EchoMode.Hex ? HexLine.Count(data.Length, width) : CountText(data)) + (chunk.Missing > 0 ? 1 : 0);
        _blocks.Add(new Block(index, 1, chunk.Timestamp, Count, lines));
        Count += lines;
    }

    static bool IsSame(EchoChunk a, EchoChunk b) =>
        a.Tid == b.Tid && a.FdNumber == b.FdNumber && a.Direction == b.Direction && a.Length == b.Length
        && a.FdName.AsSpan().SequenceEqual(b.FdName) && a.Data.Span.SequenceEqual(b.Data.Span);

    bool IsFolded(EchoChunk chunk) =>
        mode == EchoMode.Text && chunk is { Direction: IoDirection.Read, FdTypeChar: 'f', Length: <= LibraryHead } && chunk.Data.Span.StartsWith("\u007fELF"u8);

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

    void ComposeText(EchoChunk chunk, int line, Line into, int left)
    {
        var data = chunk.Data.Span;
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
        into.Write(TextLines.Trim(data[_breaks[line]..end]), StyleOf(chunk));
    }

    void ComposeTitle(Block block, EchoChunk chunk, Line into)
    {
        var style = StyleOf(chunk);
        into.Write(chunk.Direction == IoDirection.Read ? "◀ read  " : "▶ write ", style | Style.Text)
            .Write(Clock.TimeOfDay(chunk.Timestamp)[..15], Style.Dim).Write("  ")
            .Write(chunk.ProcessName, Style.Bold).Write($" ({chunk.Tid})  ")
            .Write(chunk.Length == 1 ? "1 byte" : $"{chunk.Length:#,0} bytes", Style.Bold).Write(IsFolded(chunk) ? " of an ELF head  " : "  ", Style.Dim);
        if (block.Times > 1)
            into.Write($"×{block.Times:#,0} until {Clock.TimeOfDay(block.Until)[..15]}  ", Style.Warning);
        into.Write(chunk.FdName.Length > 0 ? chunk.FdName : Encoding.ASCII.GetBytes($"fd {chunk.FdNumber}"), Style.Dim);
        if (chunk.ContainerName.Length > 0)
            into.Write("  [").Write(chunk.ContainerName).Write("]");
    }

    static Style StyleOf(EchoChunk chunk) => chunk.Direction == IoDirection.Read ? Style.Read : Style.Write;

    EchoChunk ChunkOf(int block)
    {
        if (_shown is { } shown && shown.Block == block)
            return shown.Chunk;
        var chunk = echo[_blocks[block].Chunk];
        _shown = (block, chunk);
        return chunk;
    }

    int BlockOf(int line)
    {
        int low = 0, high = _blocks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_blocks[middle].FirstLine <= line)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>Reads or writes that look the same: the first one, how many, and the time of the last.</summary>
    readonly record struct Block(int Chunk, int Times, ulong Until, int FirstLine, int Lines);
}
