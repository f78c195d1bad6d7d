using CSysdig.Capture.Scap;
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
sealed class TheftRules(FindingBook book, Controls controls, Mounts mounts)
{
    const int MostFiles = 5_000, MostCarriers = 20_000, MostPipes = 1_000, MostLogins = 2_000, LongestAnswer = 60;

    static readonly HashSet<byte[]> s_archivers = Trades.Names("tar", "bsdtar", "zip", "7z", "7za", "7zr", "7zz", "rar", "cpio", "mysqldump", "mariadb-dump", "pg_dump", "pg_dumpall", "mongodump");
    static readonly HashSet<byte[]> s_packers = Trades.Names("gzip", "bzip2", "xz", "zstd", "openssl", "gpg");
    static readonly HashSet<byte[]> s_copiers = Trades.Names("cp", "cat", "dd", "base64", "sqlite3", "install", "head", "tail");
    /// <summary>What runs in a session at the far end of a copy.</summary>
    static readonly HashSet<byte[]> s_servers = Trades.Names("sftp-server", "scp", "rsync");
    static readonly HashSet<byte[]> s_senders = Trades.Names("curl", "wget", "nc", "ncat", "netcat", "nc.openbsd", "nc.traditional", "socat", "ftp", "tftp", "lftp", "telnet", "bash", "busybox");
    static readonly HashSet<byte[]> s_keepers = Trades.Names("ssh", "scp", "sftp", "rsync", "restic", "borg", "duplicity", "rclone", "aws", "gsutil", "az", "bacula-fd");

    Dictionary<byte[], Valuables> _files = new(ByteKey.Comparer);
    Dictionary<long, Carrier> _carriers = [];
    Dictionary<ulong, Carrier> _pipes = [];
    /// <summary>Sessions without a terminal, by the pipe through which all that they write goes to who logged in.</summary>
    Dictionary<ulong, Login> _logins = [];

    /// <summary>A file is opened to be read.</summary>
    public void Opened(ThreadInfo thread, FdInfo file)
    {
        var isCollected = _files.TryGetValue(file.Name, out var what);
        if (!isCollected && (what = Valuable.Of(mounts.Inside(thread, file.RealPath ?? file.Name))) == Valuables.None)
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
    public void Wrote(Event e, in Deed deed, FdInfo file, in IoCall call)
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
        var kind = Trades.Contains(s_archivers, deed.Thread.Comm) || Trades.Contains(s_packers, deed.Thread.Comm) ? Collected : CopiedData;
        if (book.Note(kind, deed, file.Name, text.Written, count: isNew ? 1 : 0) is not { } finding)
            return;
        finding.Tail = text.Written.ToArray();
        book.Show(finding, deed.Time, e.Number, !call.Data.IsEmpty);
    }

    /// <summary>The first program of a session was started.</summary>
    public void Began(Login login, FdInfo? output)
    {
        if (output is { Type: FdType.Fifo, Ino: not 0 } && (_logins.Count < MostLogins || _logins.ContainsKey(output.Ino)))
            _logins[output.Ino] = login;
    }

    public void WrotePipe(Event e, in Deed deed, FdInfo pipe, in IoCall call)
    {
        if (_carriers.Count == 0 || pipe.Ino == 0 || !_carriers.TryGetValue(deed.Thread.Pid, out var carrier))
            return;
        if (_logins.TryGetValue(pipe.Ino, out var login))
            Send(e, deed, carrier, (long)pipe.Ino, call.Count, SentBack, pipe.Name, login.Address, login.Port);
        else if (_pipes.Count < MostPipes || _pipes.ContainsKey(pipe.Ino))
            _pipes[pipe.Ino] = carrier;
    }

    public void ReadPipe(long pid, FdInfo pipe)
    {
        if (_pipes.Count > 0 && _pipes.TryGetValue(pipe.Ino, out var from))
            Carry(pid, from.What, from.File);
    }

    /// <summary>Whether it matters what a process sends.</summary>
    public bool Carries(long pid) => _carriers.Count > 0 && _carriers.ContainsKey(pid);

    /// <summary>Bytes went over a connection that a process had opened, or in datagrams.</summary>
    public void Moved(Event e, in Deed deed, FdInfo socket, in IoCall call)
    {
        if (_carriers.Count == 0 || !_carriers.TryGetValue(deed.Thread.Pid, out var carrier) || AddressText.IsLoopback(socket.DestinationIp))
            return;
        if (call.IsRead)
        {
            if (carrier.Finding is not { } sent || carrier.Socket != socket.OpenedAt)
                return;
            book.Show(sent, deed.Time, e.Number, !call.Data.IsEmpty);
            if (sent.Tail.Length == 0)
                sent.Tail = AnswerOf(call.Data);
            return;
        }
        var isDatagram = socket.L4Proto != L4.Tcp;
        if (!isDatagram && carrier.Socket != socket.OpenedAt)
            carrier.Service = WebServices.Asked(call.Data).ToArray();
        var kind = isDatagram ? SentByDatagrams : controls.Has(socket.OpenedAt) ? SentBack : SentOut;
        Send(e, deed, carrier, socket.OpenedAt, call.Count, kind, socket.Name, socket.DestinationIp, socket.DestinationPort);
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
        _logins = TableBound.Keep(_logins, MostLogins);
    }

    void Send(Event e, in Deed deed, Carrier carrier, long way, long count, FindingKind kind, byte[] key, byte[] address, ushort port)
    {
        if (carrier.Socket != way || carrier.Sent == 0)
            (carrier.Socket, carrier.Sent, carrier.Began, carrier.Finding) = (way, 0, deed.Since, null);
        carrier.Sent += count;
        if (carrier.Finding is { } known)
        {
            known.Bytes += count;
            book.GoOn(known, deed.Time, 0);
        }
        else if (carrier.Sent >= FindingBounds.SentBytes && !Trades.IsUpkeep(e, deed.Thread))
            carrier.Finding = Note(e, deed, carrier, kind, key, address, port);
    }

    Finding? Note(Event e, in Deed deed, Carrier carrier, FindingKind kind, byte[] key, byte[] address, ushort port)
    {
        if (kind == SentOut && carrier.Service.Length == 0)
            carrier.Service = WebServices.Named(deed.Thread.Args).ToArray();
        if (kind == SentOut && carrier.Service.Length > 0)
            kind = SentToService;
        var text = new Utf8Writer(128);
        if (carrier.File is { } file)
            Quoted.Write(text, file);
        else
            Valuable.Write(text, carrier.What);
        text.Write(" to "u8);
        if (kind == SentToService)
        {
            text.Write(carrier.Service);
            text.Write(" at "u8);
        }
        AddressText.Write(text, address);
        text.Write($" port {port} by ");
        text.Write(deed.Thread.Comm);
        // Who may look into a session's files may copy them there too.
        var isGrave = kind != SentBack && (carrier.What & Valuables.Secrets) != 0 && !Trades.Contains(s_keepers, deed.Thread.Comm) && (kind == SentToService || !AddressText.IsPrivate(address));
        var finding = book.Note(kind, deed, text.Written, key, isGrave: isGrave);
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
            || what != Valuables.Homes && (Trades.Contains(s_copiers, name) || Trades.Contains(s_packers, name) || Trades.Contains(s_servers, name) || Trades.Contains(s_senders, name) && what != Valuables.Accounts && what != Valuables.Histories)
            || (what & Valuables.Secrets) != 0 && Scripts.IsInterpreter(name);
    }

    /// <summary>What it reads of a collected file is what it writes: an archiver takes one apart again.</summary>
    static bool HandsOn(ReadOnlySpan<byte> name) => Trades.Contains(s_copiers, name) || Trades.Contains(s_packers, name) || Trades.Contains(s_servers, name) || Trades.Contains(s_senders, name) || Trades.Contains(s_keepers, name) || Scripts.IsInterpreter(name);

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
        /// <summary>The web service that the connection is to; empty for none.</summary>
        public byte[] Service = [];
        public long LastFile, Socket, Sent;
        public ulong Began;
        public Finding? Finding;
    }
}
