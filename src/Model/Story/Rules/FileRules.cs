using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using static CSysdig.Capture.Events.EventCode;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>What was done to files on somebody's behalf: records of what happened, what opens doors, what hides.</summary>
sealed class FileRules(FindingBook book, Downloads downloads, TheftRules thefts, ProcessRules processes, WebRules webs, TimeRules times, Mounts mounts)
{
    const uint SetUserId = 1 << 11;

    static readonly HashSet<byte[]> s_askers = Trades.Names("su", "sudo", "doas", "passwd", "chage", "chpasswd", "useradd", "usermod", "userdel", "adduser", "pwck", "vipw",
        "unix_chkpwd", "getent", "login", "polkit-agent-he");

    readonly CallPaths _paths = new();
    readonly FileEvidence _evidence = new(book);
    readonly AccountRules _accounts = new(book);
    byte[] _linkToNothing = [];

    /// <summary>A file was opened.</summary>
    public void Opened(Event e, ThreadInfo thread, in Deed deed)
    {
        if (e.ErrorCode != 0 || e.Fd is not { IsFile: true } fd)
            return;
        var flags = OpenCall.Flags(e);
        var path = Telling(fd);
        if (!OpenCall.Writes(flags))
        {
            downloads.Read(thread.Pid, fd.Name);
            thefts.Opened(thread, fd);
            _evidence.Follow(fd, processes.Opened(e, thread, deed, fd.Name));
            if (thread.Container is not null && Places.IsRootOfOther(fd.Name))
                _evidence.Follow(fd, book.Note(LeftContainer, deed, fd.Name, isGrave: true));
            if (SecretRead.IsSecret(mounts.Inside(thread, path)) && !Trades.Contains(s_askers, thread.Comm) && !Programs.IsLoginServer(thread.Comm) && !Trades.IsUpkeep(e, thread))
                _evidence.Follow(fd, book.Note(ReadPasswords, deed, path));
            return;
        }
        times.Wrote(e, thread);
        if (OpenCall.IsNew(flags))
            Made(e, thread, deed, fd.Name);
        else if (OpenCall.Empties(flags))
            Gone(e, thread, deed, path, isRemoved: false);
        _evidence.Follow(fd, Changed(e, thread, deed, path));
        _evidence.Follow(fd, webs.Wrote(deed, fd.Name));
        downloads.Opened(thread.Pid, fd.Name);
        if (thread.Container is not null && Records.LeadsOut(path))
            _evidence.Follow(fd, book.Note(LeftContainer, deed, path, isGrave: true));
    }

    /// <summary>A file's name, or where a link by a name that says nothing has led to.</summary>
    static byte[] Telling(FdInfo fd) => fd.RealPath is { } real && !IsTelling(fd.Name) && IsTelling(real) ? real : fd.Name;

    static bool IsTelling(byte[] path) => SecretRead.IsSecret(path) || Records.IsLog(path, out _) || Records.IsHistory(path) || Records.Opens(path) is not null || Places.IsTool(path, out _);

    /// <summary>Bytes were written to a file.</summary>
    public void Wrote(Event e, ThreadInfo thread, in Deed deed, FdInfo file, in IoCall call)
    {
        _evidence.Wrote(e, file, call, deed.Since, deed.Time);
        thefts.Wrote(e, deed, file, call);
        if (AccountRules.IsUsers(mounts.Inside(thread, file.Name)) && !Trades.IsUpkeep(e, thread))
            _accounts.Wrote(e, deed, call.Data);
        var download = downloads.Wrote(thread.Pid, file, out var before);
        if (before is not null)
            book.GoOn(before, deed.Time, 0);
        if (download is null || Trades.IsUpkeep(e, thread))
            return;
        var finding = book.Note(Downloaded, deed, [.. download.File, .. " from "u8, .. PeerOf(download.From)], download.File);
        downloads.Told(thread.Pid, finding);
        // A number names the file without its name, which is the attacker's.
        if (finding is { Where.Length: 0 })
            finding.Where = $"fd.num={e.FdNumber}";
    }

    /// <summary>Bytes were read from a file.</summary>
    public void Read(Event e, FdInfo file, in IoCall call, ulong time) => _evidence.Read(e, file, call, time);

    /// <summary>A call that names a path did something to it.</summary>
    public void Acted(Event e, ThreadInfo thread, in Deed deed, FileActs act)
    {
        if (e.ErrorCode != 0)
            return;
        var path = _paths.First(e);
        if (path.IsEmpty)
            return;
        switch (act)
        {
            case FileActs.Removed:
                Gone(e, thread, deed, path, isRemoved: true);
                break;
            case FileActs.DirectoryMade:
                Made(e, thread, deed, path);
                break;
            case FileActs.ModeChanged when (e.Raw.UInt32(e.Code == SyscallFchmodatX ? 3 : 2) & SetUserId) != 0 && !Trades.IsUpkeep(e, thread):
                book.Note(SetUserIdBit, deed, path, isGrave: Places.IsTemporary(path) || downloads.Of(path) is not null);
                break;
            case FileActs.RenamedAway:
                Renamed(e, thread, deed, path, _paths.Second(e));
                break;
            case FileActs.Linked when _paths.Second(e) is { IsEmpty: false } made:
                if (path.SequenceEqual("/dev/null"u8))
                    Nullified(deed, made);
                else
                    _evidence.Attach(Changed(e, thread, deed, made), path);
                break;
        }
    }

    // ln -f makes a link by another name first, then moves it over what is there.
    void Nullified(in Deed deed, ReadOnlySpan<byte> made)
    {
        _linkToNothing = made.ToArray();
        if (Records.IsHistory(made))
            book.Note(ClearedHistory, deed, made, isGrave: true);
    }

    void Renamed(Event e, ThreadInfo thread, in Deed deed, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (to.IsEmpty)
            return;
        if (from.SequenceEqual(_linkToNothing) && Records.IsHistory(to))
            book.Note(ClearedHistory, deed, to, isGrave: true);
        downloads.Moved(from, to);
        thefts.Renamed(from, to);
        _evidence.Attach(Changed(e, thread, deed, to), from);
        // An editor that writes anew and renames leaves a record of the same name.
        if (!Records.IsHistory(from))
            Gone(e, thread, deed, from, isRemoved: false);
    }

    void Made(Event e, ThreadInfo thread, in Deed deed, ReadOnlySpan<byte> path)
    {
        if (Places.Hidden(path) is { IsEmpty: false } hidden && hidden.Length == path.Length && !Trades.IsUpkeep(e, thread))
            book.Note(MadeHiddenPlace, deed, path, isGrave: Places.IsSystem(path) && e.Code is SyscallMkdir_2X or SyscallMkdiratX);
    }

    void Gone(Event e, ThreadInfo thread, in Deed deed, ReadOnlySpan<byte> path, bool isRemoved)
    {
        if (isRemoved && path.SequenceEqual(thread.ExePath) && !Trades.IsUpkeep(e, thread))
            book.Note(RemovedItself, deed, path, isGrave: Places.IsTemporary(path) || !Places.Hidden(path).IsEmpty || downloads.Of(path) is not null);
        if (Records.IsLog(mounts.Inside(thread, path), out var isOfLogins))
        {
            if (!Trades.IsUpkeep(e, thread))
                book.Note(WipedLogs, deed, path, isGrave: isOfLogins);
        }
        else if (Records.IsHistory(path))
        {
            // The shell itself keeps its history short.
            if (!Programs.IsShell(thread.Comm))
                book.Note(ClearedHistory, deed, path, isGrave: isRemoved);
        }
        else if (isRemoved && downloads.Of(path) is { } download && download.File.AsSpan().SequenceEqual(path))
            book.Note(RemovedTools, deed, path);
        else if (isRemoved && thefts.Of(path) != Valuables.None && !RunRules.Shreds(thread) && !Trades.IsUpkeep(e, thread))
            book.Note(DestroyedFiles, deed, path);
    }

    Finding? Changed(Event e, ThreadInfo thread, in Deed deed, ReadOnlySpan<byte> path)
    {
        if (Records.Opens(mounts.Inside(thread, path)) is { } kind)
        {
            if (Trades.IsUpkeep(e, thread) || kind == ChangedStartScript && AccountRules.IsMaker(thread.Comm))
                return null;
            // Of accounts it is told who they are; any other file says for itself what it is for.
            return book.Note(kind, deed, path, kind == ChangedAccounts ? default : path,
                isGrave: kind == PreloadedLibrary || deed.Group.Service is { } service && Trades.OnlyAnswers(service.Comm));
        }
        if (!Places.IsTool(path, out var isOwn) || Trades.IsUpkeep(e, thread))
            return null;
        // One that is unpacked elsewhere replaces nothing.
        var isBrought = downloads.Of(path) is not null || downloads.IsCarried(thread.Pid, isOwn ? default : NameFit.Base(path));
        return isOwn || isBrought ? book.Note(ReplacedTools, deed, path, isGrave: isOwn && isBrought) : null;
    }

    /// <summary>The far end of a connection's name: what stands behind the arrow.</summary>
    static ReadOnlySpan<byte> PeerOf(ReadOnlySpan<byte> tuple) => tuple.IndexOf("->"u8) is >= 0 and var at ? tuple[(at + 2)..] : tuple;
}
