using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>What a process became: programs and scripts, by where they lie, where they came from and what they are known for.</summary>
sealed class RunRules(FindingBook book, Downloads downloads)
{
    static readonly HashSet<byte[]> s_looking = Trades.Names("who", "w", "whoami", "users", "last", "lastlog", "uname", "hostname", "ifconfig", "ip", "netstat", "ss",
        "ps", "lscpu", "lsb_release", "mount", "arp", "route");
    static readonly HashSet<byte[]> s_compilers = Trades.Names("gcc", "cc", "g++", "c++", "clang", "tcc", "make");

    static readonly HashSet<byte[]> s_shredders = Trades.Names("shred", "wipe", "srm", "sfill");
    static readonly HashSet<byte[]> s_searchers = Trades.Names("find", "locate", "plocate", "mlocate", "grep", "egrep", "fgrep", "rgrep", "rg", "ag");
    static readonly byte[][] s_sought = [.. new[] { "id_rsa", "id_ed25519", "id_dsa", "id_ecdsa", "authorized_keys", "PRIVATE KEY", "shadow", "passw", ".pem", ".aws", "credential", "secret",
        "wallet", ".kdbx", ".git-credentials", "api_key", "apikey", "token" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    readonly Scripts _scripts = new();
    readonly AccountRules _accounts = new(book);

    /// <summary>A program was started on somebody's behalf.</summary>
    public void Ran(Event e, ThreadInfo thread, in Deed deed)
    {
        if (Trades.IsUpkeep(e, thread))
            return;
        var program = _scripts.Program(thread);
        var script = _scripts.Script(thread);
        var target = script.IsEmpty ? program : script;
        if (downloads.Of(target) is { } download)
            Downloaded(deed, target, download);
        if (Places.Hidden(target) is { IsEmpty: false } hidden && book.Note(RanFromHiddenPlace, deed, NameFit.Base(target), hidden, isGrave: true) is { Tail.Length: 0 } place)
            place.Tail = [.. " in "u8, .. Quoted.Of(hidden)];
        if (thread.Args.AsSpan().IndexOf("stratum+"u8) >= 0)
            book.Note(Mined, deed, thread.ExeLine, isGrave: true);
        if (Places.IsDocument(target))
            book.Note(RanDocument, deed, thread.ExeLine, isGrave: true);
        if (thread.ExeFromMemfd || program.StartsWith("memfd:"u8) || program.StartsWith("/memfd:"u8) || program.EndsWith(" (deleted)"u8))
            if (program.IndexOf("runc"u8) < 0 && program.IndexOf("crun"u8) < 0)
                book.Note(RanFromMemory, deed, thread.ExeLine, isGrave: true);
        _accounts.Ran(thread, deed);
        ByTrade(e, thread, deed);
    }

    /// <summary>A process reads from its standard input what was downloaded: a shell runs it (curl ... | sh).</summary>
    public void Fed(Event e, ThreadInfo thread, in Deed deed, Download download)
    {
        if (e.FdNumber == 0 && (Programs.IsShell(thread.Comm) || Scripts.IsInterpreter(thread.Comm)) && _scripts.Script(thread).IsEmpty && !Trades.IsUpkeep(e, thread))
            book.Note(RanDownload, deed, [.. download.From[(download.From.AsSpan().IndexOf((byte)'>') + 1)..], .. " through a pipe"u8], download.From, isGrave: IsWebs(deed.Group));
    }

    /// <summary>A program by whose trade files are destroyed: it gives them other names before.</summary>
    public static bool Shreds(ThreadInfo thread) => Trades.Contains(s_shredders, thread.Comm);

    /// <summary>A kernel module was loaded from memory or a file.</summary>
    public void LoadedCode(Event e, ThreadInfo thread, in Deed deed)
    {
        if (e.ErrorCode == 0 && !Trades.IsUpkeep(e, thread))
            book.Note(LoadedModule, deed, e.Fd is { } fd ? fd.Name : thread.ExeLine, isGrave: e.Fd is { } file && (downloads.Of(file.Name) is not null || Places.IsTemporary(file.Name)));
    }

    /// <summary>Something was mounted: a disk of the machine, from inside a container, is the way out of it.</summary>
    public void Mounted(Event e, ThreadInfo thread, in Deed deed)
    {
        if (e.ErrorCode == 0 && thread.Container is not null && e.Raw.Text(1) is var device && IsDisk(device))
            book.Note(LeftContainer, deed, [.. "mounted "u8, .. device], isGrave: true);
    }

    /// <summary>A process of a container calls the engine that runs it.</summary>
    public void Called(Event e, ThreadInfo thread, in Deed deed)
    {
        if (thread.Container is not null && e.Fd is { Type: Capture.Scap.FdType.Unix } socket && (socket.Name.AsSpan().IndexOf("/docker.sock"u8) >= 0 || socket.Name.AsSpan().IndexOf("/containerd.sock"u8) >= 0))
            book.Note(LeftContainer, deed, "called the container engine"u8);
    }

    static bool IsDisk(ReadOnlySpan<byte> device) => device.StartsWith("/dev/sd"u8) || device.StartsWith("/dev/vd"u8) || device.StartsWith("/dev/xvd"u8)
        || device.StartsWith("/dev/nvme"u8) || device.StartsWith("/dev/dm-"u8) || device.StartsWith("/dev/mapper/"u8);

    void Downloaded(in Deed deed, ReadOnlySpan<byte> target, Download download)
    {
        // A service that only answers has no business running what came over the network.
        var finding = book.Note(RanDownload, deed, NameFit.Base(target), download.File, isGrave: IsWebs(deed.Group));
        if (finding is { Tail.Length: 0 } && !target.SequenceEqual(download.File))
            finding.Tail = [.. " of "u8, .. NameFit.Base(download.File)];
    }

    void ByTrade(Event e, ThreadInfo thread, in Deed deed)
    {
        var name = thread.Comm;
        if (Trades.Contains(s_looking, name) ? IsTyped(deed, thread) : name.AsSpan().SequenceEqual("cat"u8) && (Scripts.HasWord(thread, "/proc/cpuinfo"u8) || Scripts.HasWord(thread, "/etc/passwd"u8)))
            book.Note(LookedAround, deed, thread.ExeLine);
        else if (Trades.Contains(s_compilers, name))
            book.Note(Compiled, deed, thread.ExeLine);
        else if (name.AsSpan().SequenceEqual("chattr"u8) && (thread.Args.AsSpan().IndexOf("+i"u8) >= 0 || thread.Args.AsSpan().IndexOf("+s"u8) >= 0 || thread.Args.AsSpan().IndexOf("+a"u8) >= 0))
            book.Note(LockedFiles, deed, LastWord(thread));
        else if (name.AsSpan().SequenceEqual("touch"u8) && SetsTimes(thread.Args))
            book.Note(SetTimesBack, deed, LastWord(thread));
        else if (Shreds(thread))
            book.Note(DestroyedFiles, deed, LastWord(thread), isGrave: Records.IsHistory(AbsoluteLastWord(thread)) || Records.IsLog(AbsoluteLastWord(thread), out var isOfLogins) && isOfLogins);
        else if (Trades.Contains(s_searchers, name) && Seeks(thread.Args))
            book.Note(SearchedSecrets, deed, thread.ExeLine);
        else if (name.AsSpan().StartsWith("iptables"u8) || name.AsSpan().StartsWith("ip6tables"u8) || name.AsSpan().StartsWith("xtables"u8) || name.AsSpan().SequenceEqual("ufw"u8))
            book.Note(OpenedFirewall, deed, thread.ExeLine);
        else if (name.AsSpan().SequenceEqual("insmod"u8))
            Inserted(deed, thread, AbsoluteLastWord(thread));
        else if (thread.Container is not null && name.AsSpan().SequenceEqual("nsenter"u8))
            book.Note(LeftContainer, deed, thread.ExeLine, isGrave: true);
    }

    void Inserted(in Deed deed, ThreadInfo thread, byte[] path) =>
        book.Note(LoadedModule, deed, LastWord(thread), isGrave: downloads.Of(path) is not null || Places.IsTemporary(path) || !Places.Hidden(path).IsEmpty);

    /// <summary>The shell that a user types into started it.</summary>
    static bool IsTyped(in Deed deed, ThreadInfo thread) => deed.Group.Session is { } session ? thread.Ptid == session.Leader : true;

    static bool IsWebs(FindingGroup group) => group.Service is { } service && Trades.OnlyAnswers(service.Comm);

    static bool Seeks(ReadOnlySpan<byte> args)
    {
        foreach (var word in s_sought)
            if (args.IndexOf(word) >= 0)
                return true;
        return false;
    }

    static bool SetsTimes(ReadOnlySpan<byte> args)
    {
        foreach (var range in args.Split((byte)0))
            if (args[range] is [(byte)'-', not (byte)'-', ..] word && word.IndexOfAny("rtd"u8) > 0)
                return true;
        return false;
    }

    static ReadOnlySpan<byte> LastWord(ThreadInfo thread)
    {
        var args = thread.Args.AsSpan().TrimEnd((byte)0);
        return args[(args.LastIndexOf((byte)0) + 1)..];
    }

    byte[] AbsoluteLastWord(ThreadInfo thread) => LastWord(thread) is [(byte)'/', ..] word ? word.ToArray() : [.. thread.Cwd, (byte)'/', .. LastWord(thread)];
}
