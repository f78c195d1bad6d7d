using System.Globalization;
using CSysdig.Capture.Scap;
using CSysdig.Model.Lake.Parquet;
using ZstdSharp;

namespace CSysdig.Model.Lake;

/// <summary>
/// One table while it is written: rows go into its columns, those into files, one after the other, each of one day. Memory is bounded: by a row group of a
/// million rows, or fewer that take as much.
/// </summary>
sealed class LakeTable : IDisposable
{
    const int MostPages = 16, RowsBetweenLooks = 1 << 10, MostFiles = 10_000;
    const long MostBytes = 64 << 20;

    readonly LakeTableDefinition _definition;
    readonly ILakeStore _store;
    readonly Dictionary<string, Column> _byName;
    readonly Column[] _columns;
    readonly BytesColumn[] _bytes;
    readonly TextColumn _capture, _host;
    readonly Compressor _zstd = new(Column.ZstdLevel);
    LakeOrigin _origin;
    ParquetFile? _file;
    int _inPage, _pages, _number, _captureId, _hostId;
    long _day;
    ulong _last;
    bool _isSorted = true;

    public LakeTable(LakeTableDefinition definition, ILakeStore store, LakeOrigin origin, LakeOptions options)
    {
        (_definition, _store, _origin) = (definition, store, origin);
        _columns = [.. definition.Columns.Where(c => options.Has(c)).Select(c => c.Make())];
        _byName = _columns.ToDictionary(c => c.Name);
        _bytes = [.. _columns.OfType<BytesColumn>()];
        (_capture, _host) = (Text("capture"), Text("host"));
        Learn();
    }

    /// <summary>Keys of the files that are closed, or open.</summary>
    public List<string> Files { get; } = [];
    public long Rows { get; private set; }
    /// <summary>A page is going to be made: columns that were not filled row by row are filled now.</summary>
    public Action? Gathering { get; set; }
    /// <summary>A row group has ended, and all numbers of dictionaries are forgotten.</summary>
    public Action? Ended { get; set; }
    /// <summary>Somebody needs the row group to end soon.</summary>
    public bool IsFull { get; set; }

    public TextColumn Text(string name) => (TextColumn)_byName[name];
    public NumberColumn Number(string name) => (NumberColumn)_byName[name];
    public SequenceColumn Sequence(string name) => (SequenceColumn)_byName[name];
    public FlagColumn Flag(string name) => (FlagColumn)_byName[name];
    public Column? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A row of that time is going to be added: room is made, and the file found. Numbers of dictionaries hold from here to <see cref="End"/>.</summary>
    public void Begin(ulong time)
    {
        var day = DayOf(time);
        if (_file is not null && day != _day)
            Close();
        else if (IsFull)
            EndGroup();
        if (_file is null)
            Open(day);
        _isSorted &= time >= _last;
        _last = time;
        _capture.Add(_captureId);
        _host.Add(_hostId);
    }

    /// <summary>The row is whole.</summary>
    public void End()
    {
        Rows++;
        _inPage++;
        foreach (var column in _bytes)
            if (column.IsFull)
                column.EndPage(_zstd);
        if (_inPage == Column.MostRows)
        {
            EndPage();
            IsFull |= ++_pages == MostPages;
        }
        if (_inPage % RowsBetweenLooks == 0)
            IsFull |= _columns.Sum(c => c.Bytes) > MostBytes;
    }

    /// <summary>Ends the file; the next row begins another.</summary>
    public void Close()
    {
        if (_file is null)
            return;
        EndGroup();
        _file.Close(_origin.Metadata(_definition), _origin.Writer);
        _file.Dispose();
        _file = null;
    }

    /// <summary>The rows that come are of another machine.</summary>
    public void Turn(LakeOrigin origin)
    {
        Close();
        _origin = origin;
        Learn();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _zstd.Dispose();
    }

    void Open(long day)
    {
        if (_number == MostFiles)
            throw new CaptureException($"the capture's times jump from day to day more than {MostFiles} times: it can't be exported");
        var key = $"{_definition.Name}/date={DateOf(day)}/bucket={_origin.Bucket.ToString("00", CultureInfo.InvariantCulture)}/{_origin.Key}-{_number++.ToString("0000", CultureInfo.InvariantCulture)}.parquet";
        _day = day;
        _file = new ParquetFile(_store.Create(key), _columns, _zstd, Array.IndexOf(_columns, _byName["time"]));
        Files.Add(key);
    }

    void EndPage()
    {
        Gathering?.Invoke();
        foreach (var column in _columns)
            column.EndPage(_zstd);
        _inPage = 0;
    }

    void EndGroup()
    {
        EndPage();
        _file!.IsSorted = _isSorted;
        _file.EndGroup();
        (_pages, _isSorted, IsFull) = (0, true, false);
        Ended?.Invoke();
        Learn();
    }

    void Learn() => (_captureId, _hostId) = (_capture.Id(_origin.Capture), _host.Id(_origin.Host));

    // As engines read the number: with a sign.
    static long DayOf(ulong time) => Math.DivRem((long)time, 86_400_000_000_000, out var rest) - (rest < 0 ? 1 : 0);

    static string DateOf(long day) => DateTime.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
