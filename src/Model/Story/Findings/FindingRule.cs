using System.Globalization;
using static CSysdig.Model.Story.Findings.FindingBounds;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Findings;

/// <summary>What a kind of finding is called, where ATT&amp;CK has it, and what it means to a reader.</summary>
/// <param name="Words">The beginning of the line, as of somebody: downloaded, removed logs.</param>
/// <param name="Technique">The id of MITRE ATT&amp;CK.</param>
/// <param name="Tip">Why it is told and what to look at next.</param>
/// <param name="Check">The filter that evidence passes beside its process; empty for all of it. Of a deed, what there is no room to name.</param>
public sealed record FindingRule(FindingKind Kind, string Words, string Technique, EvidenceKind Evidence, string Check, string Tip)
{
    const string Exec = "evt.type in (execve, execveat)";
    const string Writes = "(evt.type in (write, pwrite, writev, rename, renameat, renameat2, link, linkat, symlink, symlinkat) or evt.is_open_write=true)";
    const string Removals = "(evt.type in (unlink, unlinkat, rename, renameat, renameat2, symlink, symlinkat) or evt.is_open_write=true)";
    const string Accepts = "evt.type in (accept, accept4)";

    const string Always = "yes";

    static readonly FindingRule[] s_all =
    [
        new(TriedPasswords, "tried passwords", "T1110", EvidenceKind.Events, Accepts,
            "Connections to the login server that ended without a session, and refusals in its log. Nobody from there got in while this was recorded.")
        {
            When = $"{FailuresAlone} failed logins from one address",
            Grave = Always,
            IsAnybodys = true,
        },
        new(GuessedPassword, "guessed a password", "T1110", EvidenceKind.Events, Accepts,
            "Failed logins, then a session from the same address: the password is known to them. Everything below was done with it.")
        {
            When = $"a session from an address with {FailuresBefore} failed logins before it, or {FailuresOfSeveral} of several users",
            Grave = Always,
        },
        new(LoggedIn, "logged in", "T1078", EvidenceKind.Events, Exec,
            "The session that all of this belongs to. Enter shows every program that was run in it, by whatever process.")
        {
            When = "the session begins",
            IsLasting = true,
        },
        new(LookedAround, "looked around", "T1082", EvidenceKind.Deed, Exec,
            "Who else is here, what machine is this: the first thing somebody types on a machine that is new to them.")
        {
            When = "`who`, `id`, `uname`, `netstat` ... typed into the session's shell; `cat` and its like of `/proc`, `/etc/passwd`; `find -perm`, `sudo -l`; a container's `ls` of the engine's socket",
        },
        new(MadeHiddenPlace, "made a hidden folder", "T1564.001", EvidenceKind.Deed, "evt.type in (mkdir, mkdirat, open, openat, openat2, creat)",
            "A name that ls does not show, where no program keeps its files. Look at what was put there, and whether it still is.")
        {
            When = "a name that begins with a dot, or of nothing but blanks and characters without ink, below `/tmp`, `/var/tmp`, `/dev/shm`, or among programs, libraries, devices",
            Grave = "in the latter",
        },
        new(RanFromHiddenPlace, "ran from a hidden place", "T1564.001", EvidenceKind.Deed, Exec,
            "Programs that lie where ls does not show them. Take a copy of them before anything else; extract may have their bytes.")
        {
            When = "a program or script in such a folder, or hidden there itself",
            Grave = "all but scripts that a login without a terminal has brought itself, as tools do that configure machines",
        },
        new(Downloaded, "downloaded", "T1105", EvidenceKind.Bytes, "",
            "A file that came over the network. Enter shows the bytes; x saves them. Block the address, and look who else has called it.")
        {
            When = "a file written by a process that read it from a TCP connection it had opened",
        },
        new(RanDownload, "ran what was downloaded", "T1204.002", EvidenceKind.Deed, Exec,
            "Programs that were downloaded, unpacked or built in this capture, and run. What they did themselves is told below.")
        {
            When = "that file, or what was unpacked, compiled, copied or moved from it",
            Grave = "by a web server or database",
        },
        new(Compiled, "compiled", "T1027.004", EvidenceKind.Deed, Exec,
            "Made a program of downloaded source on this machine: no scanner knows its bytes.")
        {
            When = "`gcc`, `cc`, `make` ...",
        },
        new(RanDocument, "ran a document", "T1036.008", EvidenceKind.Deed, Exec,
            "A program under the name of a document or picture. The interpreter does not mind the ending; who reads a listing does.")
        {
            When = "a program or an interpreter's script that ends in `.pdf`, `.jpg`, `.doc` ...",
            Grave = Always,
        },
        new(RanFromMemory, "ran from memory", "T1620", EvidenceKind.Events, Exec,
            "A program that is in no file: it can only be had from memory, or from what was read and written to make it.")
        {
            When = "a program in no file (memfd), or in one that is deleted already",
            Grave = Always,
            IsLasting = true,
        },
        new(TookFalseName, "took a false name", "T1036.005", EvidenceKind.Events, "evt.type in (execve, execveat, clone, clone3, fork, vfork, prctl, connect)",
            "ps shows this name, but that is not what runs. Look for the pid, not the name; the connections of the process tell whom it serves.")
        {
            When = "see [renamed](#hidden-renamed): a path that it does not run, a thread of the kernel, or for a script a service (`sshd`, `httpd`, `qmail` ...)",
            Grave = Always,
            IsLasting = true,
        },
        new(TookOrders, "took orders over IRC", "T1071", EvidenceKind.Bytes, "",
            "The process sits in a chat channel and does what is said there. Enter shows the talk: names, channel, orders. Block the server.")
        {
            When = "a script, or a program that hides, was downloaded or lies in `/tmp`, talks IRC",
            Grave = Always,
            IsAnybodys = true,
        },
        new(Flooded, "flooded", "T1498", EvidenceKind.Connections, "",
            "Datagrams at a rate that no answer could keep up with: this machine attacks another. Its owner may ask you about it.")
        {
            When = string.Create(CultureInfo.InvariantCulture, $"{FloodDatagrams:N0} datagrams in a second and {FloodBytes >> 20} MiB to another machine through one socket, not one answer in {FloodAnswers}"),
            Grave = Always,
            IsAnybodys = true,
        },
        new(Scanned, "scanned", "T1046", EvidenceKind.Connections, "",
            "Many addresses or ports tried by one process, nearly all in vain: it looks for the next machine. Those that answered are the ones to check.")
        {
            When = $"{ScanPlaces} addresses or ports over TCP by one process, fewer than one in {ScanAnswers} answering",
            Grave = Always,
            IsAnybodys = true,
        },
        new(Mined, "mined", "T1496.001", EvidenceKind.Bytes, "",
            "The machine computes for somebody else: this is how miners talk to the pool that pays them. Enter shows the talk, with the name of who is paid.")
        {
            When = "a connection on which a miner asks its pool to be let in (stratum); a program with a `stratum+` address in its arguments",
            Grave = Always,
            IsAnybodys = true,
            IsLasting = true,
        },
        new(SentMail, "sent mail in numbers", "T1566", EvidenceKind.Connections, "",
            "Mail to many, handed to many servers by one process that is no mail server: spam, under this machine's name. Its address will be on block lists.")
        {
            When = $"{MailRecipients} recipients at {MailServers} servers by one process, mail servers aside",
            Grave = Always,
            IsAnybodys = true,
        },
        new(ReverseShell, "gave a shell to the network", "T1059.004", EvidenceKind.Bytes, "",
            "A shell whose input and output are a connection: somebody types into it from elsewhere. Enter shows what they typed and saw.")
        {
            When = "a shell whose input and output are a connection that was not taken from the network's login servers; `nc -e` and `socat EXEC:` of a shell, `nc` that writes to a pipe made by `mkfifo`",
            Grave = Always,
            IsAnybodys = true,
            IsLasting = true,
        },
        new(LeftWebShell, "left a web shell", "T1505.003", EvidenceKind.Deed, $"({Exec} or evt.is_open_write=true)",
            "A page of the web server that does what its caller says. Look who else has asked for it, and for more scripts of the same day.")
        {
            When = "a script (`.php`, `.jsp`, `.aspx` ...) is written by a web server or by what it started, or in a session where a web server has its own",
            Grave = "written by the server or what it started, and it runs programs when it is asked for that very script",
        },
        new(ReplacedTools, "replaced system tools", "T1554", EvidenceKind.Deed, Writes,
            "The programs with which you would look for them are theirs now. Do not trust ls, ps or netstat of this machine; use your own.")
        {
            When = "`ls`, `ps`, `netstat`, `sshd` ... in a folder of programs, by what was downloaded",
            Grave = "in the machine's own folders",
        },
        new(LockedFiles, "locked files", "T1222.002", EvidenceKind.Deed, Exec,
            "chattr made files that cannot be changed or removed. lsattr shows them; chattr -ia opens them again.")
        {
            When = "`chattr +i`, `+a`, `+s`",
        },
        new(OpenedFirewall, "changed the firewall", "T1562.004", EvidenceKind.Deed, Exec,
            "Let something in or out. The port is where to look for what they left listening.")
        {
            When = "`iptables`, `ufw`",
        },
        new(StoppedGuards, "switched off protection", "T1562.001", EvidenceKind.Deed, Exec,
            "What should have watched or confined them does so no more. Its own records end here: look for what came after in this capture.")
        {
            When = "`setenforce 0`, `auditctl -D`, `aa-teardown`; `systemctl` and `service` that stop auditd, apparmor, falco, a logger ...",
        },
        new(ReadPasswords, "read the passwords", "T1003.008", EvidenceKind.Deed, "evt.type in (open, openat, openat2, read)",
            "The hashes of all passwords of this machine. Take them as known: change them, and wherever else they are used.")
        {
            When = "`/etc/shadow`, private keys, by what does not ask for passwords by trade",
        },
        new(ReadMemory, "read another's memory", "T1003.007", EvidenceKind.Deed, "evt.type in (open, openat, openat2, read, pread, process_vm_readv)",
            "What another process holds in its memory, passwords and keys among it, was read. Take what that process knows as known.")
        {
            When = "`/proc/N/mem` of another process opened, or `process_vm_readv`, by what is no debugger",
            Grave = Always,
        },
        new(TookHold, "took hold of another process", "T1055.008", EvidenceKind.Deed, "evt.type in (ptrace, process_vm_writev)",
            "One process was made to do what another wants, under its own name. What it did since may be theirs.")
        {
            When = "`ptrace` attaches to, seizes or writes to a process that is not its own child, or `process_vm_writev`, by what is no debugger",
            Grave = Always,
        },
        new(SearchedSecrets, "looked for secrets", "T1552.001", EvidenceKind.Deed, Exec,
            "Somebody went through the disk for keys and passwords. What was found is what was read next: look at what follows here.")
        {
            When = "`find`, `locate` or `grep` for `id_rsa`, `shadow`, `passw`, `.pem`, `.aws`, `secret`, `wallet` ...; `cat` and its like of a file with credentials",
        },
        new(Collected, "collected", "T1560.001", EvidenceKind.Deed, Writes,
            "An archive or a copy of what is worth something on this machine. See below whether it was sent away, and whether it still is there.")
        {
            When = "`tar`, `zip`, `mysqldump` ... write a file after reading passwords, keys, accounts, databases, histories, mail or homes; `gzip`, `xz`, `openssl` ... all but homes; "
                + "a file made so of one that was collected",
        },
        new(CopiedData, "took copies", "T1005", EvidenceKind.Deed, Writes,
            "What is worth something on this machine lies in another place too, where it is easier to take along. See below whether it was sent away.")
        {
            When = "`cp`, `cat`, `dd` ... write a file after reading passwords, keys, accounts, databases, histories or mail; an interpreter passwords or keys; a copy of what was collected",
        },
        new(SentOut, "sent out", "T1048", EvidenceKind.Bytes, "",
            "Something of this machine is elsewhere now. Enter shows what was sent and how it was answered; of what can't be read the size tells how much it was.")
        {
            When = $"{SentBytes} bytes over TCP by a process that read a collected file, or that `curl` or `wget` was told to send, or by `curl`, `nc` and their like what is worth something",
            Grave = "passwords or keys, to an address that is not private, and not by `ssh`, `rsync` and their like",
        },
        new(SentBack, "sent out the way they came", "T1041", EvidenceKind.Bytes, "",
            "Something of this machine is where somebody logged in from, or typed into a shell. No other connection tells of it: the bytes went over that one.")
        {
            When = $"{SentBytes} bytes of a collected file, or by `sftp-server`, `scp`, `rsync`, `tar` and their like of what is worth something, over the session's own login, or the connection of a shell that was given away",
        },
        new(SentToService, "sent to a web service", "T1567", EvidenceKind.Bytes, "",
            "Something of this machine lies with a service that anybody may use. Its owner may know who has fetched it, and can remove it.")
        {
            When = $"{SentBytes} bytes as above to a host that the request, the greeting of TLS or the program's arguments call `transfer.sh`, `pastebin.com`, `api.telegram.org`, `discord.com` ...",
            Grave = "passwords or keys, and not by `ssh`, `rsync` and their like",
        },
        new(SentByDatagrams, "sent out by datagrams", "T1048.003", EvidenceKind.Bytes, "",
            "Bytes went out where nobody looks: in datagrams, or as names that a name server was asked for. Who answers for that domain has them.")
        {
            When = $"{SentBytes} bytes over UDP by a process that read what is worth something, name servers aside; {QueriedNames} different names of one domain asked for, each with a part of {QueriedBytes} bytes",
            Grave = "by names; else passwords or keys, to an address that is not private",
        },
        new(DestroyedFiles, "destroyed files", "T1070.004", EvidenceKind.Deed, "(evt.type in (execve, execveat, unlink, unlinkat))",
            "What was collected is removed again, or files are overwritten so that they can't be restored. This capture may have what was in them.")
        {
            When = "a collected file is deleted; `shred`, `wipe`, `srm`",
            Grave = "`shred` of a shell's history or of a record of logins",
        },
        new(WipedLogs, "wiped logs", "T1070.002", EvidenceKind.Deed, Removals,
            "Records of who was here are gone or emptied. What this capture holds may be all there is of them.")
        {
            When = "below `/var/log`: removed, renamed or emptied",
            Grave = "records of logins: wtmp, btmp, lastlog, utmp, secure, auth.log, audit.log",
        },
        new(ClearedHistory, "cleared the history", "T1070.003", EvidenceKind.Deed, Removals,
            "The shell's own list of commands was removed. spy_sessions has every command of the session.")
        {
            When = "a shell's history removed or linked to `/dev/null`, not by the shell itself",
            Grave = Always,
        },
        new(KeptNoHistory, "kept no history", "T1562.003", EvidenceKind.Deed, Exec,
            "The shell was told to write down nothing of what is typed. spy_sessions has every command of the session.")
        {
            When = "a program is started with `HISTFILE=/dev/null`, `HISTSIZE=0` or `HISTFILESIZE=0`",
        },
        new(SetTimesBack, "set times of files", "T1070.006", EvidenceKind.Deed, "evt.type in (execve, execveat, utimensat, utime, utimes, futimesat)",
            "Files were given the times of others, so that they don't stand out by their age. Times on this disk prove nothing.")
        {
            When = "`touch` with `-r`, `-t` or `-d`; `utimensat` and its like by a process that has opened no file to write, and whose children of the same program have not",
        },
        new(RemovedTools, "removed what was brought", "T1070.004", EvidenceKind.Deed, Removals,
            "Downloads are deleted again, often while they run. extract may still have their bytes from this capture.")
        {
            When = "a download is deleted",
        },
        new(RemovedItself, "removed its own program", "T1070.004", EvidenceKind.Deed, Removals,
            "It goes on running, and no file shows what it is. As long as it runs /proc/PID/exe has a copy to take.")
        {
            When = "a process deletes the file that it runs",
            Grave = "below `/tmp` and its like, hidden, or of a download",
        },
        new(AddedCronJob, "changed cron's jobs", "T1053.003", EvidenceKind.Deed, Writes,
            "Something will start by itself, again and again. Enter shows what was written; look into that file first.")
        {
            When = "`/etc/cron*`, `/etc/anacrontab` or a file below `/var/spool/cron` is written",
            Grave = "by a web server's or database's child",
        },
        new(AddedSshKey, "changed who may log in by key", "T1098.004", EvidenceKind.Deed, Writes,
            "A key in there opens the door without a password, also when that is changed.")
        {
            When = "a user's `authorized_keys` is written",
            Grave = "by a web server's or database's child",
        },
        new(ChangedAccounts, "changed accounts", "T1136.001", EvidenceKind.Deed, Writes,
            "Users or passwords were changed by hand. Look for a second user with id 0.")
        {
            When = "`/etc/passwd` or `/etc/shadow` is written",
            Grave = "by a web server's or database's child",
        },
        new(AddedAccount, "made an account", "T1136.001", EvidenceKind.Deed, "(evt.type in (execve, execveat) or evt.is_io_write=true)",
            "A user who was not there before, by a line in the list of users or by useradd. One with the id 0 is root under another name.")
        {
            When = "a user with a new name in what is written to `/etc/passwd`; `useradd`, `adduser`",
            Grave = "the user id is 0",
        },
        new(ChangedSudoers, "changed who may be root", "T1548.003", EvidenceKind.Deed, Writes,
            "The rules of sudo: who may do what as whom, and whether a password is asked for. Enter shows the line that was written.")
        {
            When = "`/etc/sudoers` or a file below `/etc/sudoers.d` is written",
            Grave = "by a web server's or database's child",
        },
        new(AddedService, "changed services", "T1543.002", EvidenceKind.Deed, Writes,
            "A unit of systemd starts at boot and is started again when it dies.")
        {
            When = "a unit below `/etc/systemd/system`, `/usr/lib/systemd/system` or a user's `.config/systemd/user` is written",
            Grave = "by a web server's or database's child",
        },
        new(ChangedStartScript, "changed start scripts", "T1037.004", EvidenceKind.Deed, Writes,
            "What is in there runs at boot or at the next login.")
        {
            When = "`/etc/init.d`, `/etc/rc*`, `/etc/profile*`, `/etc/inittab`, a shell's start file is written",
            Grave = "by a web server's or database's child",
        },
        new(PreloadedLibrary, "preloads a library", "T1574.006", EvidenceKind.Deed, $"({Writes} or {Exec})",
            "Every program started from now on loads it first: it can hide files and processes from all of them.")
        {
            When = "`/etc/ld.so.preload` is written, or a program started with `LD_PRELOAD` of a library below `/tmp` and its like, hidden, or downloaded",
            Grave = Always,
        },
        new(LoadedModule, "loaded a kernel module", "T1547.006", EvidenceKind.Deed, "evt.type in (execve, execveat, init_module, finit_module)",
            "Code in the kernel can hide anything from this machine, and from this capture too. Trust nothing recorded behind it.")
        {
            When = "`insmod`, `init_module`",
            Grave = "of a download, or from below `/tmp` and its like",
        },
        new(LoadedBpf, "loaded a program into the kernel", "T1014", EvidenceKind.Deed, "evt.type=bpf",
            "A BPF program sees and changes what other processes get from the kernel. bpftool prog lists those that are loaded still.")
        {
            When = "`bpf` loads a program, by what does not do so by trade",
            Grave = "by a program below `/tmp` and its like, hidden, or downloaded",
        },
        new(SetUserIdBit, "set a set-user-id bit", "T1548.001", EvidenceKind.Deed, "evt.type in (chmod, fchmod, fchmodat)",
            "Whoever runs that file is its owner, root for one. It is a way back that needs no password.")
        {
            When = "chmod",
            Grave = "below `/tmp` and its like, or of a download",
        },
        new(LeftContainer, "reached out of a container", "T1611", EvidenceKind.Deed, "(evt.type in (execve, execveat, setns, mount, open, openat, openat2) or evt.is_io_write=true)",
            "A process of a container got at the machine below it. Take the whole machine as theirs.")
        {
            When = "`nsenter`, a disk of the machine mounted, `release_agent`, `notify_on_release`, `core_pattern` or `uevent_helper` written, `chroot` to such a disk, `/proc/N/root` opened, its docker socket called, from inside a container",
            Grave = "all but the last",
        },
        new(MovedOn, "moved on", "T1021", EvidenceKind.Connections, "",
            "A connection of this host that another one took, which was captured too. What was done there stands below that host.")
        {
            When = "over [many captures](fleet.md): a connection to another of the hosts that began a login session there, or of which either end belongs to what is told",
            Grave = "something else is told of either end",
            IsAnybodys = true,
            IsLasting = true,
        },
        new(CameFrom, "came from", "T1021", EvidenceKind.Connections, "",
            "A connection that this host took from another one, which was captured too. What led to it stands below that host.")
        {
            When = "the other end of that",
            Grave = "something else is told of either end",
            IsAnybodys = true,
            IsLasting = true,
        },
    ];

    /// <summary>What is seen when it is told, in Markdown.</summary>
    public required string When { get; init; }

    /// <summary>When it is grave: <see cref="Always"/>, in which case, or never (empty).</summary>
    public string Grave { get; private init; } = "";

    /// <summary>It holds for any process; others ask for a session, or a service of the network, behind it.</summary>
    public bool IsAnybodys { get; private init; }

    /// <summary>What the processes did later is evidence too.</summary>
    public bool IsLasting { get; private init; }

    /// <summary>Every rule, in the order of <see cref="FindingKind"/>.</summary>
    public static IReadOnlyList<FindingRule> All => s_all;

    /// <summary>What a rule of the user's files says beside; null for ours.</summary>
    public UserRuleFacts? OfUser { get; private init; }

    /// <summary>A rule of the user's files as one of the story.</summary>
    /// <param name="name">As <paramref name="tip"/> a text of the file, made harmless.</param>
    /// <param name="check">The filter that its events pass.</param>
    internal static FindingRule Of(string name, string technique, string check, string tip, UserRuleFacts facts) =>
        new(MatchedRule, name, technique, EvidenceKind.Deed, check, tip) { When = "", OfUser = facts };

    /// <summary>The rule of a kind.</summary>
    public static FindingRule Of(FindingKind kind) => s_all[(int)kind];
}

/// <summary>What a rule of the user's files says of its matches.</summary>
public sealed record UserRuleFacts(string Name, string Priority, IReadOnlyList<string> Tags);
