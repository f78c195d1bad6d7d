using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>
/// What is gathered and taken away: archives and copies of what is worth something, what goes out over the network from them, how that is
/// answered. What a process has read goes on to what it writes: a file, a pipe, a connection.
/// </summary>
sealed class TheftRules(FindingBook book)
{
    const int MostFiles = 5_000, MostCarriers = 20_000, MostPipes = 1_000, LongestAnswer = 60;

    static readonly HashSet<byte[]> s_archivers = Trades.Names("tar", "bsdtar", "zip", "7z", "7za", "7zr", "7zz", "rar", "cpio", "mysqldump", "mariadb-dump", "pg_dump", "pg_dumpall", "mongodump");
    static readonly HashSet<byte[]> s_copiers = Trades.Names("cp", "cat", "dd", "gzip", "bzip2", "xz", "zstd", "openssl", "gpg", "base64", "sqlite3", "install", "head", "tail");
    static readonly HashSet<byte[]> s_senders = Trades.Names("curl", "wget", "nc", "ncat", "netcat", "nc.openbsd", "nc.traditional", "socat", "ftp", "tftp", "lftp", "telnet", "bash", "busybox");
    static readonly HashSet<byte[]> s_keepers = Trades.Names("ssh", "scp", "sftp", "rsync", "restic", "borg", "duplicity", "rclone", "aws", "gsutil", "az", "bacula-fd");

    Dictionary<byte[], Valuables> _files = new(ByteKey.Comparer);
    Dictionary<long, Carrier> _carriers = [];
    Dictionary<ulong, Carrier> _pipes = [];

    /// <summary>A file is opened to be read.</summary>
    public void Opened(ThreadInfo thread, FdInfo file)
    {
        var isCollected = _files.TryGetValue(file.Name, out var what);
        if (!isCollected && (what = Valuable.Of(file.RealPath ?? file.Name)) == Valuables.None)
            return;
        // A program may read its own settings, and what it needs to be let in somewhere.
        if (!(isCollected ? HandsOn(thread.Comm) : Takes(thread, what)))
            return;
        Carry(thread.Pid, what, isCollected ? file.Name : null);
    }

    /// <summary>A program was started that may be told what to send.</summary>
    public void Ran(ThreadInfo thread)
    {
        if (UploadOf(thread) is { Length: > 0 } file)
            Carry(thread.Pid, Valuables.Files, file);
    }

    /// <summary>Bytes were written to a file.</summary>
    public void Wrote(Event e, in Deed deed, FdInfo file)
    {
        if (_carriers.Count == 0 || !_carriers.TryGetValue(deed.Thread.Pid, out var carrier) || file.OpenedAt == carrier.LastFile && carrier.Told == carrier.What)
            return;
        carrier.LastFile = file.OpenedAt;
        if ((carrier.What & ~Valuables.Files) == 0 || file.Name.AsSpan().StartsWith("/dev/"u8) || file.Name.AsSpan().StartsWith("/proc/"u8) || Trades.IsUpkeep(e, deed.Thread))
            return;
        carrier.Told = carrier.What;
        var isNew = !_files.ContainsKey(file.Name);
        if (_files.Count < MostFiles || _files.ContainsKey(file.Name))
            _files[file.Name] = _files.GetValueOrDefault(file.Name) | carrier.What;
        var text = new Utf8Writer(64);
        text.Write(" with "u8);
        Valuable.Write(text, carrier.What);
        if (book.Note(Collected, deed, file.Name, text.Written, count: isNew ? 1 : 0) is not { } finding)
            return;
        finding.Tail = text.Written.ToArray();
        book.Show(finding, deed.Time, e.Number);
    }

    public void WrotePipe(long pid, FdInfo pipe)
    {
        if (_carriers.Count > 0 && pipe.Ino != 0 && _carriers.TryGetValue(pid, out var carrier) && (_pipes.Count < MostPipes || _pipes.ContainsKey(pipe.Ino)))
            _pipes[pipe.Ino] = carrier;
    }

    public void ReadPipe(long pid, FdInfo pipe)
    {
        if (_pipes.Count > 0 && _pipes.TryGetValue(pipe.Ino, out var from))
            Carry(pid, from.What, from.File);
    }

    /// <summary>Bytes went over a connection that a process had opened.</summary>
    public void Moved(Event e, in Deed deed, FdInfo socket, in IoCall call)
    {
        if (_carriers.Count == 0 || !_carriers.TryGetValue(deed.Thread.Pid, out var carrier) || AddressText.IsLoopback(socket.DestinationIp))
            return;
        if (call.IsRead)
        {
            if (carrier.Finding is not { } sent || carrier.Socket != socket.OpenedAt)
                return;
            book.Show(sent, deed.Time, e.Number);
            if (sent.Tail.Length == 0)
                sent.Tail = AnswerOf(call.Data);
            return;
        }
        if (carrier.Socket != socket.OpenedAt)
            (carrier.Socket, carrier.Sent, carrier.Began, carrier.Finding) = (socket.OpenedAt, 0, deed.Since, null);
        carrier.Sent += call.Count;
        if (carrier.Finding is { } known)
        {
            known.Bytes += call.Count;
            book.GoOn(known, deed.Time, 0);
        }
        else if (carrier.Sent >= FindingBounds.SentBytes && !Trades.IsUpkeep(e, deed.Thread))
            carrier.Finding = Note(e, deed, socket, carrier);
    }

    /// <summary>A file that was collected; None for any other.</summary>
    public Valuables Of(ReadOnlySpan<byte> path) => _files.Count > 0 && _files.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path, out var what) ? what : Valuables.None;

    public void Renamed(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (Of(from) is not Valuables.None and var what && _files.Count < MostFiles)
            _files[to.ToArray()] = what;
    }

    public void Ended(long pid) => _carriers.Remove(pid);

    /// <summary>Makes room for other files and processes.</summary>
    public void Settle(Func<long, bool> isGone)
    {
        _files = TableBound.Keep(_files, MostFiles);
        _carriers = TableBound.Keep(_carriers, MostCarriers, (pid, _) => isGone(pid));
        _pipes = TableBound.Keep(_pipes, MostPipes);
    }

    Finding? Note(Event e, in Deed deed, FdInfo socket, Carrier carrier)
    {
        var text = new Utf8Writer(128);
        if (carrier.File is { } file)
            Quoted.Write(text, file);
        else
            Valuable.Write(text, carrier.What);
        text.Write(" to "u8);
        AddressText.Write(text, socket.DestinationIp);
        text.Write($" port {socket.DestinationPort} by ");
        text.Write(deed.Thread.Comm);
        var isGrave = (carrier.What & Valuables.Secrets) != 0 && !Trades.Contains(s_keepers, deed.Thread.Comm) && !AddressText.IsPrivate(socket.DestinationIp);
        var finding = book.Note(SentOut, deed, text.Written, socket.Name, isGrave: isGrave);
        if (finding is null)
            return null;
        finding.BeganAt(carrier.Began);
        finding.Bytes += carrier.Sent;
        if (finding.Where.Length == 0)
            finding.Where = $"fd.num={e.FdNumber}";
        return finding;
    }

    /// <summary>A process reads what it has no need of for itself.</summary>
    static bool Takes(ThreadInfo thread, Valuables what)
    {
        var name = thread.Comm;
        // Whoever wants to know what a user's number is called reads the list of users.
        if (what == Valuables.Accounts && thread.Args.AsSpan().IndexOf("/etc"u8) < 0 && thread.Args.AsSpan().IndexOf("passwd"u8) < 0)
            return false;
        return Trades.Contains(s_archivers, name)
            || what != Valuables.Homes && (Trades.Contains(s_copiers, name) || Trades.Contains(s_senders, name) && what != Valuables.Accounts && what != Valuables.Histories)
            || (what & Valuables.Secrets) != 0 && Scripts.IsInterpreter(name);
    }

    /// <summary>What it reads of a collected file is what it writes: an archiver takes one apart again.</summary>
    static bool HandsOn(ReadOnlySpan<byte> name) => Trades.Contains(s_copiers, name) || Trades.Contains(s_senders, name) || Trades.Contains(s_keepers, name) || Scripts.IsInterpreter(name);

    void Carry(long pid, Valuables what, byte[]? file)
    {
        if (!_carriers.TryGetValue(pid, out var carrier))
        {
            if (_carriers.Count >= MostCarriers)
                return;
            _carriers.Add(pid, carrier = new Carrier());
        }
        carrier.What |= what;
        carrier.File ??= file;
    }

    /// <summary>The first line of an answer that is text.</summary>
    static byte[] AnswerOf(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? data : data[..end];
        line = line[..Math.Min(line.Length, LongestAnswer)];
        return line.IsEmpty || line.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0 ? [] : [.. ", answered \""u8, .. line, (byte)'"'];
    }

    /// <summary>The file that curl or wget is told to send; empty for none.</summary>
    static byte[] UploadOf(ThreadInfo thread)
    {
        var name = thread.Comm.AsSpan();
        if (!name.SequenceEqual("curl"u8) && !name.SequenceEqual("wget"u8))
            return [];
        var isNext = false;
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
        {
            var word = args[range];
            if (isNext)
                return word.ToArray();
            if (word.StartsWith("--post-file="u8) || word.StartsWith("--body-file="u8) || word.StartsWith("--upload-file="u8))
                return word[(word.IndexOf((byte)'=') + 1)..].ToArray();
            isNext = word.SequenceEqual("-T"u8) || word.SequenceEqual("--upload-file"u8) || word.SequenceEqual("--post-file"u8);
            // file=@/tmp/x, or @/tmp/x behind --data-binary; an address has its @ behind a name.
            if (word.IndexOf((byte)'@') is >= 0 and var at && (at == 0 || word[at - 1] == '=') && at + 1 < word.Length)
                return word[(at + 1)..].ToArray();
        }
        return [];
    }

    /// <summary>A process that has read something of worth.</summary>
    sealed class Carrier
    {
        public Valuables What, Told;
        /// <summary>A collected file, or the one it was told to send; null where it read several things itself.</summary>
        public byte[]? File;
        public long LastFile, Socket, Sent;
        public ulong Began;
        public Finding? Finding;
    }
}
