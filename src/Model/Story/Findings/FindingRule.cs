using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Findings;

/// <summary>What a kind of finding is called, where ATT&amp;CK has it, and what it means to a reader.</summary>
/// <param name="Words">The beginning of the line, as of somebody: downloaded, removed logs.</param>
/// <param name="Technique">The id of MITRE ATT&amp;CK.</param>
/// <param name="Tip">Why it is told and what to look at next.</param>
/// <param name="Check">The filter that evidence passes beside its process; empty for all of it.</param>
public sealed record FindingRule(FindingKind Kind, string Words, string Technique, EvidenceKind Evidence, string Check, string Tip)
{
    const string Exec = "evt.type in (execve, execveat)";
    const string Writes = "(evt.type in (write, pwrite, writev, rename, renameat, renameat2, link, linkat, symlink, symlinkat) or evt.is_open_write=true)";
    const string Removals = "(evt.type in (unlink, unlinkat, rename, renameat, renameat2, symlink, symlinkat) or evt.is_open_write=true)";
    const string Accepts = "evt.type in (accept, accept4)";

    static readonly FindingRule[] s_all =
    [
        new(TriedPasswords, "tried passwords", "T1110", EvidenceKind.Events, Accepts,
            "Connections to the login server that ended without a session, and refusals in its log. Nobody from there got in while this was recorded."),
        new(GuessedPassword, "guessed a password", "T1110", EvidenceKind.Events, Accepts,
            "Failed logins, then a session from the same address: the password is known to them. Everything below was done with it."),
        new(LoggedIn, "logged in", "T1078", EvidenceKind.Events, Exec,
            "The session that all of this belongs to. Enter shows every program that was run in it, by whatever process.") { IsLasting = true },
        new(LookedAround, "looked around", "T1082", EvidenceKind.Events, Exec,
            "Who else is here, what machine is this: the first thing somebody types on a machine that is new to them."),
        new(MadeHiddenPlace, "made a hidden folder", "T1564.001", EvidenceKind.Events, "evt.type in (mkdir, mkdirat, open, openat, openat2, creat)",
            "A name that ls does not show, where no program keeps its files. Look at what was put there, and whether it still is."),
        new(RanFromHiddenPlace, "ran from a hidden place", "T1564.001", EvidenceKind.Events, Exec,
            "Programs that lie where ls does not show them. Take a copy of them before anything else; extract may have their bytes."),
        new(Downloaded, "downloaded", "T1105", EvidenceKind.Bytes, "",
            "A file that came over the network. Enter shows the bytes; x saves them. Block the address, and look who else has called it."),
        new(RanDownload, "ran what was downloaded", "T1204.002", EvidenceKind.Events, Exec,
            "Programs that were downloaded, unpacked or built in this capture, and run. What they did themselves is told below."),
        new(Compiled, "compiled", "T1027.004", EvidenceKind.Events, Exec,
            "Made a program of downloaded source on this machine: no scanner knows its bytes."),
        new(RanDocument, "ran a document", "T1036.008", EvidenceKind.Events, Exec,
            "A program under the name of a document or picture. The interpreter does not mind the ending; who reads a listing does."),
        new(RanFromMemory, "ran from memory", "T1620", EvidenceKind.Events, Exec,
            "A program that is in no file: it can only be had from memory, or from what was read and written to make it.") { IsLasting = true },
        new(TookFalseName, "took a false name", "T1036.005", EvidenceKind.Events, "evt.type in (execve, execveat, clone, clone3, fork, vfork, prctl, connect)",
            "ps shows this name, but that is not what runs. Look for the pid, not the name; the connections of the process tell whom it serves.") { IsLasting = true },
        new(TookOrders, "took orders over IRC", "T1071", EvidenceKind.Bytes, "",
            "The process sits in a chat channel and does what is said there. Enter shows the talk: names, channel, orders. Block the server."),
        new(Flooded, "flooded", "T1498", EvidenceKind.Connections, "",
            "Datagrams at a rate that no answer could keep up with: this machine attacks another. Its owner may ask you about it."),
        new(Scanned, "scanned", "T1046", EvidenceKind.Connections, "",
            "Many addresses or ports tried by one process, nearly all in vain: it looks for the next machine. Those that answered are the ones to check."),
        new(ReverseShell, "gave a shell to the network", "T1059.004", EvidenceKind.Bytes, "",
            "A shell whose input and output are a connection: somebody types into it from elsewhere. Enter shows what they typed and saw.") { IsLasting = true },
        new(ReplacedTools, "replaced system tools", "T1554", EvidenceKind.Events, Writes,
            "The programs with which you would look for them are theirs now. Do not trust ls, ps or netstat of this machine; use your own."),
        new(LockedFiles, "locked files", "T1222.002", EvidenceKind.Events, Exec,
            "chattr made files that cannot be changed or removed. lsattr shows them; chattr -ia opens them again."),
        new(OpenedFirewall, "changed the firewall", "T1562.004", EvidenceKind.Events, Exec,
            "Let something in or out. The port is where to look for what they left listening."),
        new(ReadPasswords, "read the passwords", "T1003.008", EvidenceKind.Events, "evt.type in (open, openat, openat2, read)",
            "The hashes of all passwords of this machine. Take them as known: change them, and wherever else they are used."),
        new(WipedLogs, "wiped logs", "T1070.002", EvidenceKind.Events, Removals,
            "Records of who was here are gone or emptied. What this capture holds may be all there is of them."),
        new(ClearedHistory, "cleared the history", "T1070.003", EvidenceKind.Events, Removals,
            "The shell's own list of commands was removed. spy_sessions has every command of the session."),
        new(SetTimesBack, "set times of files", "T1070.006", EvidenceKind.Events, "evt.type in (execve, execveat, utimensat, utime, utimes)",
            "Files were given the times of others, so that they don't stand out by their age. Times on this disk prove nothing."),
        new(RemovedTools, "removed what was brought", "T1070.004", EvidenceKind.Events, Removals,
            "Downloads are deleted again, often while they run. extract may still have their bytes from this capture."),
        new(AddedCronJob, "changed cron's jobs", "T1053.003", EvidenceKind.Events, Writes,
            "Something will start by itself, again and again. Enter shows what was written; look into that file first."),
        new(AddedSshKey, "changed who may log in by key", "T1098.004", EvidenceKind.Events, Writes,
            "A key in there opens the door without a password, also when that is changed."),
        new(ChangedAccounts, "changed accounts", "T1136.001", EvidenceKind.Events, Writes,
            "Users or passwords were changed by hand. Look for a second user with id 0."),
        new(AddedService, "changed services", "T1543.002", EvidenceKind.Events, Writes,
            "A unit of systemd starts at boot and is started again when it dies."),
        new(ChangedStartScript, "changed start scripts", "T1037.004", EvidenceKind.Events, Writes,
            "What is in there runs at boot or at the next login."),
        new(PreloadedLibrary, "preloads a library", "T1574.006", EvidenceKind.Events, Writes,
            "Every program started from now on loads it first: it can hide files and processes from all of them."),
        new(LoadedModule, "loaded a kernel module", "T1547.006", EvidenceKind.Events, "evt.type in (execve, execveat, init_module, finit_module)",
            "Code in the kernel can hide anything from this machine, and from this capture too. Trust nothing recorded behind it."),
        new(SetUserIdBit, "set a set-user-id bit", "T1548.001", EvidenceKind.Events, "evt.type in (chmod, fchmod, fchmodat)",
            "Whoever runs that file is its owner, root for one. It is a way back that needs no password."),
        new(LeftContainer, "reached out of a container", "T1611", EvidenceKind.Events, "evt.type in (execve, execveat, setns, mount, open, openat, openat2)",
            "A process of a container got at the machine below it. Take the whole machine as theirs."),
    ];

    /// <summary>What the processes did later is evidence too.</summary>
    public bool IsLasting { get; private init; }

    /// <summary>Every rule, in the order of <see cref="FindingKind"/>.</summary>
    public static IReadOnlyList<FindingRule> All => s_all;

    /// <summary>The rule of a kind.</summary>
    public static FindingRule Of(FindingKind kind) => s_all[(int)kind];
}
