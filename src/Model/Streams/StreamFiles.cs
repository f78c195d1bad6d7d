using System.Globalization;
using System.Text;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Model.Streams;

/// <summary>What was written by <see cref="StreamFiles"/>.</summary>
/// <param name="Missing">Bytes that the capture does not hold.</param>
/// <param name="LeftOut">Reads and writes of streams for which there was no room.</param>
public readonly record struct StreamTotals(int Files, long Bytes, long Missing, long LeftOut);

/// <summary>
/// Writes the reads and writes of a selection to a folder: a file for each direction of each opened fd, its bytes in the order of
/// the calls, and a list that tells whose they are and where some are missing. A gap takes no room in the file.
/// </summary>
public sealed class StreamFiles : IDisposable
{
    /// <summary>The list of the files.</summary>
    public const string ListName = "streams.tsv";

    const int MostStreams = 20_000;

    readonly OutputFolder _folder;
    readonly OpenFiles _files;
    readonly SafeNames _names = new();
    readonly Dictionary<(long OpenedAt, long Pid, long Fd, string Name, IoDirection Direction), SavedStream> _streams = [];
    long _leftOut;

    /// <param name="folder">A new or an empty one.</param>
    /// <exception cref="IOException">It is neither, or can't be made.</exception>
    public StreamFiles(string folder)
    {
        _folder = new OutputFolder(folder);
        _files = new OpenFiles(_folder);
    }

    /// <summary>Writes everything that was read and written under a filter in a history that is complete.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public StreamTotals Write(CaptureHistory history, string filter)
    {
        var echo = EchoResult.Start(history, filter);
        using var rows = echo.Rows;
        rows.Completion.Wait();
        for (var i = 0; i < rows.Count; i++)
            Add(echo[i]);
        WriteList();
        var all = _streams.Values;
        return new(all.Count(s => s.Saved > 0), all.Sum(s => s.Saved), (long)Math.Min(long.MaxValue, all.Sum(s => (decimal)s.Missing)), _leftOut);
    }

    public void Dispose() => _files.Dispose();

    void Add(Transfer transfer)
    {
        if (transfer.Length <= 0)
            return;
        // Who opened it makes it one stream, whoever has copies of the fd.
        var key = transfer.OpenedAt != 0
            ? (transfer.OpenedAt, 0, 0, "", transfer.Direction)
            : (0L, transfer.Pid, transfer.FdNumber, Encoding.Latin1.GetString(transfer.FdName), transfer.Direction);
        if (!_streams.TryGetValue(key, out var stream))
        {
            if (_streams.Count >= MostStreams)
            {
                _leftOut++;
                return;
            }
            _streams.Add(key, stream = new SavedStream(transfer, PlaceOf(transfer)));
        }
        if (transfer.Data.Length > 0)
        {
            if (stream.Saved == 0)
                _files.Create(stream.Place);
            _files.Write(stream.Place, stream.Saved, transfer.Data.Span);
        }
        stream.Add(transfer);
    }

    // httpd-32603.fd4.203.0.113.7_39194-203.0.113.9_6667
    string PlaceOf(Transfer transfer)
    {
        var name = Encoding.Latin1.GetString(transfer.FdName).Replace("->", "-").Replace(':', '_').Replace('/', '_').TrimStart('_');
        var process = Encoding.Latin1.GetString(transfer.ProcessName).Replace('/', '_');
        var whole = string.Create(CultureInfo.InvariantCulture, $"{process}-{transfer.Pid}.fd{transfer.FdNumber}{(name.Length > 0 ? "." : "")}{name}");
        return _names.Place(transfer.Direction == IoDirection.Read ? "read" : "written", Encoding.Latin1.GetBytes(whole));
    }

    void WriteList()
    {
        var text = new Utf8Writer();
        text.Write("file\tdirection\tprocess\tpid\tfd\tname\tfirst\tlast\tcalls\tbytes\tmissing\tgaps (place in the file+bytes missing there)\n"u8);
        foreach (var stream in _streams.Values.OrderBy(s => s.First.Number))
            WriteRow(text, stream);
        using var file = _folder.Create(ListName);
        RandomAccess.Write(file.SafeFileHandle, text.Written, 0);
    }

    // The list is read on terminals too.
    static void WriteRow(Utf8Writer to, SavedStream stream)
    {
        var first = stream.First;
        to.Write(stream.Saved > 0 ? stream.Place : "-");
        to.Write(first.Direction == IoDirection.Read ? "\tread\t"u8 : "\twritten\t"u8);
        SafeText.Write(to, first.ProcessName, terminal: true);
        to.Write($"\t{first.Pid}\t{first.FdNumber}\t");
        SafeText.Write(to, first.FdName, terminal: true);
        to.Write('\t');
        TimeText.WriteIso8601(to, first.Timestamp);
        to.Write('\t');
        TimeText.WriteIso8601(to, stream.Until);
        to.Write(string.Create(CultureInfo.InvariantCulture, $"\t{stream.Calls}\t{stream.Saved}\t{stream.Missing}\t"));
        to.Write(string.Join(',', stream.Gaps.Select(gap => string.Create(CultureInfo.InvariantCulture, $"{gap.At}+{gap.Missing}"))));
        to.Write(stream.HasMoreGaps ? ",...\n"u8 : "\n"u8);
    }
}
