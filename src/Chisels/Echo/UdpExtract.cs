using System.Text;
using CSysdig.Capture;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Chisels.Printing;

namespace CSysdig.Chisels.Echo;

/// <summary>What was sent and received over UDP, a file for each pair of ends.</summary>
sealed class UdpExtract : IChisel
{
    public static ChiselDefinition Definition { get; } =
        new("udp_extract", "I/O", $"Save what was exchanged over UDP to a file for each pair of ends in {Folder}", [], s => new UdpExtract(s)) { Writes = _ => Folder };

    const string Folder = "./udp_dump_files";
    /// <summary>So many files are open at a time; one that was closed is opened again when it gets more.</summary>
    const int MostOpen = 64;
    const int LongestName = 200;

    readonly ShownField _name;
    readonly ShownField _data;
    readonly Utf8Writer _scratch = new();
    readonly Dictionary<string, FileStream?> _files = [];
    readonly Queue<string> _open = [];
    Filter _filter = null!;

    UdpExtract(ChiselSetup setup)
    {
        // The bytes go to a file, as they were.
        var raw = setup with { Terminal = false };
        _name = new("fd.name", raw);
        _data = new("evt.rawarg.data", raw);
    }

    public void Begin(EventStream stream)
    {
        _filter = Filter.Parse("evt.dir=< and evt.rawres>=0 and fd.l4proto=udp and evt.is_io=true", stream.State);
        Try(() => Directory.CreateDirectory(Folder));
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e))
            return;
        _scratch.Clear();
        _name.Write(_scratch, e);
        var file = FileName(_scratch.Written);
        _scratch.Clear();
        if (_data.Write(_scratch, e))
            Try(() => Open(file).Write(_scratch.Written));
    }

    public void End(Utf8Writer to)
    {
        foreach (var file in _files.Values)
            Try(() => file?.Dispose());
        _files.Clear();
        _open.Clear();
    }

    FileStream Open(string name)
    {
        if (_files.TryGetValue(name, out var file) && file is not null)
            return file;
        if (_open.Count == MostOpen)
        {
            var oldest = _open.Dequeue();
            _files[oldest]?.Dispose();
            _files[oldest] = null;
        }
        var mode = _files.ContainsKey(name) ? FileMode.Append : FileMode.Create;
        _files[name] = file = new FileStream(Path.Combine(Folder, name), mode, FileAccess.Write);
        _open.Enqueue(name);
        return file;
    }

    /// <summary>The ends with what a file system can't have, or what leads out of the folder, put otherwise.</summary>
    static string FileName(ReadOnlySpan<byte> ends)
    {
        var name = new StringBuilder(ends.Length);
        foreach (var b in ends[..Math.Min(ends.Length, LongestName)])
            name.Append(b switch
            {
                (byte)':' => '_',
                (byte)'>' => '-',
                (byte)'/' or (byte)'\\' or < 0x20 or >= 0x7f => '_',
                _ => (char)b,
            });
        return name.Length == 0 || name[0] == '.' ? "unnamed" + name : name.ToString();
    }

    /// <exception cref="ChiselException">The folder can't be written to.</exception>
    static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ChiselException($"udp_extract can't write below {Folder}: {FileProblem.Of(e)}");
        }
    }
}
