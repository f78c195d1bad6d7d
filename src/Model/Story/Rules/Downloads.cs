using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>Where bytes came from.</summary>
/// <param name="File">The file as it was downloaded; empty where it went on through a pipe.</param>
/// <param name="From">The connection's other end.</param>
sealed record Download(byte[] File, byte[] From);

/// <summary>
/// Which files came over the network, and what was made of them: unpacked, compiled, copied, moved. A process that read such a file, or a
/// pipe from one that did, hands it on to what it writes.
/// </summary>
sealed class Downloads
{
    const int MostFiles = 20_000, MostProcesses = 20_000, MostPipes = 1_000;

    Dictionary<byte[], Download> _files = new(ByteKey.Comparer);
    Dictionary<long, Carrier> _carriers = [];
    Dictionary<ulong, Download> _pipes = [];

    /// <summary>Files of which it could not be kept that they were downloaded.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The download that a file is or was made of, or null.</summary>
    public Download? Of(ReadOnlySpan<byte> path) =>
        _files.Count > 0 && _files.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path, out var download) ? download : null;

    /// <summary>A process got bytes from a connection that it had opened.</summary>
    public void Received(long pid, FdInfo socket)
    {
        if (_carriers.TryGetValue(pid, out var carrier) ? carrier.Socket == socket.OpenedAt && carrier.Has is null : _carriers.Count >= MostProcesses)
            return;
        _carriers[pid] = new Carrier { Socket = socket.OpenedAt, From = socket };
    }

    /// <summary>A process opens a file to read it.</summary>
    public void Read(long pid, ReadOnlySpan<byte> path)
    {
        if (Of(path) is not { } download)
            return;
        Carry(pid, download);
        if (_carriers.TryGetValue(pid, out var carrier))
            carrier.Read = path.ToArray();
    }

    /// <summary>A process has read a download last that goes by a name; by any, where it is empty.</summary>
    public bool IsCarried(long pid, ReadOnlySpan<byte> name) => _carriers.Count > 0 && _carriers.TryGetValue(pid, out var carrier)
        && carrier.Has is not null && (name.IsEmpty || NameFit.Base(carrier.Read).SequenceEqual(name));

    /// <summary>A process opens a file to write: what it has read goes there, also by calls that show no bytes.</summary>
    public void Opened(long pid, ReadOnlySpan<byte> path)
    {
        if (_carriers.Count > 0 && _carriers.TryGetValue(pid, out var carrier) && carrier.Has is { } has && !IsDevice(path))
            Keep(path, has);
    }

    /// <summary>A process wrote to a file. The answer is the download where it is one by itself, and this its first write; else null.</summary>
    /// <param name="before">The finding of that download where this is a later write.</param>
    public Download? Wrote(long pid, FdInfo file, out Finding? before)
    {
        before = null;
        if (_carriers.Count == 0 || !_carriers.TryGetValue(pid, out var carrier))
            return null;
        if (carrier.LastFile == file.OpenedAt && file.OpenedAt != 0)
        {
            before = carrier.Finding;
            return null;
        }
        carrier.Finding = null;
        carrier.LastFile = file.OpenedAt;
        if (IsDevice(file.Name))
            return null;
        if (carrier.Has is { } has)
        {
            Keep(file.Name, has);
            return null;
        }
        var download = new Download(file.Name, carrier.From!.Name);
        return Keep(file.Name, download) ? download : null;
    }

    /// <summary>What a process downloads is told by this finding.</summary>
    public void Told(long pid, Finding? finding)
    {
        if (_carriers.TryGetValue(pid, out var carrier))
            carrier.Finding = finding;
    }

    public void WrotePipe(long pid, FdInfo pipe)
    {
        if (_carriers.Count > 0 && pipe.Ino != 0 && _carriers.TryGetValue(pid, out var carrier) && (_pipes.Count < MostPipes || _pipes.ContainsKey(pipe.Ino)))
            _pipes[pipe.Ino] = carrier.Has ??= new Download([], carrier.From!.Name);
    }

    /// <summary>A process read from a pipe. The answer is the download that came through it, when it is news to the process; else null.</summary>
    public Download? ReadPipe(long pid, FdInfo pipe) => _pipes.Count > 0 && _pipes.TryGetValue(pipe.Ino, out var download) && Carry(pid, download) ? download : null;

    public void Moved(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (Of(from) is { } download)
            Keep(to, download);
    }

    public void Ended(long pid) => _carriers.Remove(pid);

    /// <summary>Makes room for other files and processes.</summary>
    public void Settle(Func<long, bool> isGone)
    {
        _files = TableBound.Keep(_files, MostFiles);
        _carriers = TableBound.Keep(_carriers, MostProcesses, (pid, _) => isGone(pid));
        _pipes = TableBound.Keep(_pipes, MostPipes);
    }

    static bool IsDevice(ReadOnlySpan<byte> path) => path.StartsWith("/dev/"u8) && !path.StartsWith("/dev/shm/"u8) || path.StartsWith("/proc/"u8);

    bool Carry(long pid, Download download)
    {
        if (_carriers.TryGetValue(pid, out var carrier))
        {
            var isNews = carrier.Has != download;
            carrier.Has = download;
            return isNews;
        }
        if (_carriers.Count < MostProcesses)
            _carriers.Add(pid, new Carrier { Has = download });
        return true;
    }

    bool Keep(ReadOnlySpan<byte> path, Download download)
    {
        var lookup = _files.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.ContainsKey(path) && _files.Count >= MostFiles)
        {
            LeftOut++;
            return false;
        }
        lookup[path] = download;
        return true;
    }

    /// <summary>A process with bytes that came from elsewhere.</summary>
    sealed class Carrier
    {
        public long Socket, LastFile;
        /// <summary>The connection it reads from.</summary>
        public FdInfo? From;
        /// <summary>The download that it has read; null while it reads from the connection itself.</summary>
        public Download? Has;
        /// <summary>The file in which it has read that.</summary>
        public byte[] Read = [];
        /// <summary>The finding about the file that it writes now.</summary>
        public Finding? Finding;
    }
}
