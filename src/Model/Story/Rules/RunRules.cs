using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>What a process became: programs and scripts, by where they lie, where they came from and what they are known for.</summary>
sealed class RunRules(FindingBook book, Downloads downloads, Mounts mounts)
{
    static readonly HashSet<byte[]> s_looking = Trades.Names("who", "w", "whoami", "users", "last", "lastlog", "uname", "hostname", "ifconfig", "ip", "netstat", "ss",
        "ps", "lscpu", "lsb_release", "mount", "arp", "route", "id", "nproc", "lsblk", "hostnamectl", "findmnt", "capsh", "env", "printenv");
    static readonly HashSet<byte[]> s_readers = Trades.Names("cat", "head", "tail", "less", "more", "grep", "strings");
    static readonly HashSet<byte[]> s_managers = Trades.Names("systemctl", "service");
    static readonly byte[][] s_guards = [.. new[] { "auditd", "apparmor", "selinux", "falco", "osqueryd", "wazuh", "ossec", "rsyslog", "syslog-ng", "fail2ban", "clamav", "falcon-sensor", "aegis", "cloudmonitor", "ds_agent", "sysmon", "tetragon" }
        .Select(System.Text.Encoding.ASCII.GetBytes)];
    static readonly byte[][] s_stops = [.. new[] { "stop", "disable", "mask", "kill" }.Select(System.Text.Encoding.ASCII.GetBytes)];
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
        if (Places.Hidden(target) is { IsEmpty: false } hidden && book.Note(RanFromHiddenPlace, deed, NameFit.Base(target), hidden, isGrave: !Configures(deed, script, hidden)) is { Tail.Length: 0 } place)
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

    /// <summary>A tool of whoever keeps many machines logs in without a terminal, lays down a script out of the way, and has it run by its interpreter.</summary>
    bool Configures(in Deed deed, ReadOnlySpan<byte> script, ReadOnlySpan<byte> hidden) =>
        deed.Group.Session is { Login: not null, Tty: 0 } && !script.IsEmpty && !Places.IsSystem(hidden) && downloads.Of(script) is null;

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
        if (e.ErrorCode != 0 || thread.Container is null || e.Raw.Text(1) is var device && !IsDisk(device))
            return;
        mounts.Add(_scripts.Absolute(thread, e.Raw.Text(2)));
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
        if (Trades.Contains(s_looking, name) ? IsTyped(deed, thread) && !(IsUsed(name) && thread.Args.Length > 0) : Looks(thread))
            book.Note(LookedAround, deed, thread.ExeLine);
        else if (Stops(thread))
            book.Note(StoppedGuards, deed, thread.ExeLine);
        else if (Trades.Contains(s_compilers, name))
            book.Note(Compiled, deed, thread.ExeLine);
        else if (name.AsSpan().SequenceEqual("chattr"u8) && (thread.Args.AsSpan().IndexOf("+i"u8) >= 0 || thread.Args.AsSpan().IndexOf("+s"u8) >= 0 || thread.Args.AsSpan().IndexOf("+a"u8) >= 0))
            book.Note(LockedFiles, deed, LastWord(thread));
        else if (name.AsSpan().SequenceEqual("touch"u8) && SetsTimes(thread.Args))
            book.Note(SetTimesBack, deed, LastWord(thread));
        else if (Shreds(thread))
            book.Note(DestroyedFiles, deed, LastWord(thread), isGrave: Records.IsHistory(AbsoluteLastWord(thread)) || Records.IsLog(AbsoluteLastWord(thread), out var isOfLogins) && isOfLogins);
        else if (Trades.Contains(s_searchers, name) && Seeks(thread.Args) || Trades.Contains(s_readers, name) && Valuable.IsCredential(LastWord(thread)))
            book.Note(SearchedSecrets, deed, thread.ExeLine);
        else if (name.AsSpan().StartsWith("iptables"u8) || name.AsSpan().StartsWith("ip6tables"u8) || name.AsSpan().StartsWith("xtables"u8) || name.AsSpan().SequenceEqual("ufw"u8))
            book.Note(OpenedFirewall, deed, thread.ExeLine);
        else if (name.AsSpan().SequenceEqual("insmod"u8))
            Inserted(deed, thread, AbsoluteLastWord(thread));
        else if (thread.Container is not null && (name.AsSpan().SequenceEqual("nsenter"u8) || name.AsSpan().SequenceEqual("chroot"u8) && mounts.Has(FirstWord(thread))))
            book.Note(LeftContainer, deed, thread.ExeLine, isGrave: true);
    }

    void Inserted(in Deed deed, ThreadInfo thread, byte[] path) =>
        book.Note(LoadedModule, deed, LastWord(thread), isGrave: downloads.Of(path) is not null || Places.IsTemporary(path) || !Places.Hidden(path).IsEmpty);

    /// <summary>With arguments it does something else: the start files of shells ask id whose they are.</summary>
    static bool IsUsed(ReadOnlySpan<byte> name) => name.SequenceEqual("mount"u8) || name.SequenceEqual("id"u8) || name.SequenceEqual("env"u8);

    /// <summary>The shell that a user types into started it.</summary>
    static bool IsTyped(in Deed deed, ThreadInfo thread) => deed.Group.Session is { } session ? thread.Ptid == session.Leader : true;

    static bool IsWebs(FindingGroup group) => group.Service is { } service && Trades.OnlyAnswers(service.Comm);

    /// <summary>What machine this is, what it holds for others to read, and which of its programs run as root.</summary>
    static bool Looks(ThreadInfo thread)
    {
        if (thread.Comm.AsSpan().SequenceEqual("find"u8))
            return Scripts.HasWord(thread, "-perm"u8);
        if (thread.Comm.AsSpan().SequenceEqual("sudo"u8))
            return Scripts.HasWord(thread, "-l"u8);
        if (thread.Comm.AsSpan().SequenceEqual("ls"u8))
            return thread.Container is not null && thread.Args.AsSpan().IndexOf("docker.sock"u8) >= 0;
        if (!Trades.Contains(s_readers, thread.Comm))
            return false;
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
            if (args[range] is var word && (word.StartsWith("/proc/"u8) || word.SequenceEqual("/etc/passwd"u8) || word.SequenceEqual("/etc/os-release"u8) || word.SequenceEqual("/etc/issue"u8)))
                return true;
        return false;
    }

    /// <summary>What watches or confines others is told to do so no more.</summary>
    static bool Stops(ThreadInfo thread)
    {
        var name = thread.Comm.AsSpan();
        if (name.SequenceEqual("setenforce"u8))
            return Scripts.HasWord(thread, "0"u8) || Scripts.HasWord(thread, "Permissive"u8);
        if (name.SequenceEqual("auditctl"u8))
            return Scripts.HasWord(thread, "-D"u8) || Scripts.HasWord(thread, "-e"u8) && Scripts.HasWord(thread, "0"u8);
        return name.SequenceEqual("aa-teardown"u8) || Trades.Contains(s_managers, name) && HasOneOf(thread, s_stops) && Names(thread.Args, s_guards);
    }

    static bool HasOneOf(ThreadInfo thread, byte[][] words)
    {
        foreach (var word in words)
            if (Scripts.HasWord(thread, word))
                return true;
        return false;
    }

    static bool Seeks(ReadOnlySpan<byte> args) => Names(args, s_sought);

    static bool Names(ReadOnlySpan<byte> args, byte[][] words)
    {
        foreach (var word in words)
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

    /// <summary>The first argument that is no option.</summary>
    static ReadOnlySpan<byte> FirstWord(ThreadInfo thread)
    {
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
            if (args[range] is [not (byte)'-', ..] word)
                return word.TrimEnd((byte)'/');
        return default;
    }

    static ReadOnlySpan<byte> LastWord(ThreadInfo thread)
    {
        var args = thread.Args.AsSpan().TrimEnd((byte)0);
        return args[(args.LastIndexOf((byte)0) + 1)..];
    }

    byte[] AbsoluteLastWord(ThreadInfo thread) => LastWord(thread) is [(byte)'/', ..] word ? word.ToArray() : [.. thread.Cwd, (byte)'/', .. LastWord(thread)];
}
