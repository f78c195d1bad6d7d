using static CSysdig.Cli.Options.OptionTable;

namespace CSysdig.Cli.Options;

/// <summary>The options of csysdig.</summary>
static class CSysdigTable
{
    public static OptionTable Table { get; } = new()
    {
        Program = "csysdig",
        Summary = "look into the system calls of this machine, or of a capture, on the terminal",
        Description = "Shows what this machine does, or another that ssh reaches, or what a capture of system calls holds, on the terminal; of a capture also one view as JSON.",
        Filter = "What must be true of an event, in words after the options, as in: proc.name=sshd and fd.type=ipv4",
        Chapters = [Screens, Watching, Json, Lists],
        Later =
        [
            new('B', "bpf", ValueKind.Optional),
            new('k', "k8s-api", ValueKind.Required), new('\0', "node-name", ValueKind.Required), new('K', "k8s-api-cert", ValueKind.Required),
            new('\0', "interactive", ValueKind.Optional), new('m', "mesos-api", ValueKind.Required),
            new('T', "force-tracers-capture", ValueKind.None) { LongValue = ValueKind.Required },
        ],
        Closing = "On the screen: Enter opens a row, Backspace goes back, F2 chooses a view, F4 filters, F5 shows the bytes read and written, "
            + "F6 the events, ? the keys that work where you are.",
        Examples =
        [
            new("csysdig", "What does this machine do? The busiest processes at the top; Enter goes into one, [ goes back in time."),
            new("csysdig -v containers", "Which container takes what? They stay readable when they are gone."),
            new("csysdig ssh://root@web1 proc.name=nginx", "What does it do on another machine? Nothing is to be installed there, and nothing stays."),
            new("csysdig -r honeypot.scap.gz", "The processes of a capture, the busiest at the top."),
            new("csysdig -r honeypot.scap.gz -v connections proc.pid=32603", "Whom does process 32603 talk to? F5 on a row shows the bytes."),
            new("csysdig -r honeypot.scap.gz -v procs user.name=root", "Only what root did, in every view that follows."),
            new("csysdig captures/ -v connections fd.sport=6667", "Who of fifty hosts talks to port 6667? Enter goes into one of them."),
            new("csysdig -r honeypot.scap.gz -v files -j --from 0 --to 19", "The twenty files used most, as JSON."),
            new("csysdig -r honeypot.scap.gz -v echo -j -A fd.sport=6667", "Everything said on port 6667, as JSON."),
        ],
    };

    static OptionChapter Screens => new("What is shown",
        Valued('r', "readfile", "FILE", "The capture: .scap, plain, gzip or zstd; - is standard input, s3://BUCKET/KEY an object of a bucket, with #NUMBER behind it to begin with that event (docs/object-storage.md). A capture that stands before the filter needs no -r. Several, or a folder of captures, are shown together, each row with its host. Without one this machine is shown; ssh://[USER@]HOST[:PORT] before the filter shows another one, by a copy of this program that is there as long as it is watched. CSYSDIG_SSH in the environment says what is run instead of ssh, words and all, as in: ssh -F FILE", Completes.Capture),
        Valued('v', "view", "ID", "The view to start with; --list-views names them. Also sessions: who is or was logged in, story: what looks like an attack, and hosts: the captures of a folder. With -j also echo (bytes read and written) and dig (events).", Completes.View),
        Valued("at", "NUMBER", "Begin with the event of that number (evt.num) among the others: the way back from a row of a table that sysdig --export has written. Of many captures HOST:NUMBER."),
        OptionTable.Rules,
        Valued('n', "numevents", "N", "Stop after N events."),
        Valued('p', "print", "WHAT", "What the views have columns for besides:", Completes.Nothing, new Choice("c", "containers")),
        Flag('R', "resolve-ports", "Ports by the names of their services."),
        Flag('E', "exclude-users", "Without names of users and groups."),
        Valued('d', "delay", "MS", "How often a view of this machine is made anew, and of how long its numbers are, in milliseconds; 2000 without it. A file is shown as it is read."),
        Utc,
        Compat,
        Valued("memory", "SIZE", "Stay below this much memory, as in 2G or 500M; a quarter of the machine's without it. Columns, and what was known of processes and fds, are put aside in a file where they need more; only where there is no room for that is the rest of a capture left out, and said."),
        Valued("window", "HOW-MUCH", "Keep the newest events and let those before them go, 65,536 at a time: a number of events (1000000), a time (90s, 30m, 2h, 1d) or a size on disk (500M, 4G). "
            + "Of this machine what a quarter of the free disk holds, 4G at most; of a capture or a pipe all, unless it is given."),
        Flag("no-cache", "Neither look for the capture in the cache nor keep it there. Captures that take longer than a second to load are kept in $XDG_CACHE_HOME/csysdig or ~/.cache/csysdig, so that they "
            + "are there at once the next time: all of their events with names and bytes, 4 GiB at most, the oldest go first. cache = false in the settings turns it off for good."),
        Valued("logfile", "FILE", "Write a line with the time on what loading, the cache and memory did and how each table was answered, behind what stands in the file; :stats shows the numbers at a moment."),
        Flag("large-environment", "Taken for the sake of old scripts; it changes nothing."),
        Flag("force-term-compat", "The same."));

    /// <summary>Options of a run without a capture.</summary>
    static OptionChapter Watching => new("What is taken of this machine",
        [
            Valued("keep", "HOW-MUCH", "Keep what this machine does in the folder that stands behind the options: for a time (30m, 2h, 7d), in a size on disk (500M, 20G), or both (7d,20G); what is older goes away. csysdig FOLDER opens it, also while it grows. sysdig --keep does so without a screen, and can bring it to a bucket (--upload) and pack it harder (--compact) as well."),
            Valued("pin", "FOLDER", "Write the minute before and the minute after each new finding to a capture in this folder."),
            Valued('s', "snaplen", "N", "Of what is read and written, the first N bytes; 80 without it, of terminals 16000."),
            .. WatchingOptions.All,
        ]);

    static OptionChapter Json => new("Printed",
        Flag('j', "json", "Print the view instead of showing it."),
        Flag("raw", "Print it as plain lines instead: a row a line, without titles, numbers right-aligned."),
        Valued("from", "N", "Begin with row number N, counted from 0."),
        Valued("to", "N", "End with row number N; without it, or with 0, all rows."),
        Valued("sortingcol", "N", "Sort by column N, counted from 1."),
        Flag('A', "print-ascii", "The view echo: bytes as text with their line ends."),
        Flag('X', "print-hex-ascii", "The view echo: bytes in hexadecimal with text beside it."));

    static OptionChapter Lists => new("What there is",
        Flag('l', "list", "The fields that filters can use."),
        Flag("list-views", "The views; with -j as JSON."),
        Flag("default-settings", "The settings file with everything explained, to be changed and kept as ~/.config/csysdig/settings.toml."),
        Flag("settings-schema", "The JSON schema of that file, by which editors complete and check it; to be kept as settings.schema.json beside it."),
        ShellCompletion,
        Flag('h', "help", "This text."),
        Flag("version", "Which version this is."));
}
