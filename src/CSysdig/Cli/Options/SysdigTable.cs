using static CSysdig.Cli.Options.OptionTable;

namespace CSysdig.Cli.Options;

/// <summary>The options of sysdig.</summary>
static class SysdigTable
{
    public static OptionTable Table { get; } = new()
    {
        Program = "sysdig",
        Summary = "print the events of a capture of system calls, or of this machine",
        Description = "Reads a capture of system calls, or watches this machine, and prints events, one a line.",
        Filter = "What must be true of an event, in words after the options, as in: proc.name=sshd and evt.type=openat",
        Chapters = [Reading, Watching, Printing, Analysing, Writing, Lists, Recording],
        Later =
        [
            new('H', "plugin", ValueKind.Required), new('I', "input", ValueKind.Required), new('\0', "plugin-config-file", ValueKind.Required),
        ],
        Examples =
        [
            new("sysdig -r honeypot.scap.gz -c topprocs_net", "Who is sending? Two processes that call themselves a web server, at the top."),
            new("sysdig -r honeypot.scap.gz -A proc.pid=32603 and evt.is_io_read=true and fd.type=ipv4", "Who told the first of them to? The bytes it was sent, as text."),
            new("sysdig -r honeypot.scap.gz -t a evt.buffer contains @udp", "When was the order to flood given, and to whom?"),
            new("sysdig -r honeypot.scap.gz -p '%evt.time %user.name %proc.pname > %proc.cmdline' evt.type=execve and evt.dir='<'", "What was run, by whom, from where?"),
            new("sysdig -r honeypot.scap.gz -p '%12evt.time %fd.name' evt.type=connect and fd.sport=6667", "When did it call whom on the port of IRC? The time 12 characters wide, and the connection."),
            new("sysdig -r honeypot.scap.gz -j -n 10 proc.name=sshd", "Ten events as JSON, for another program."),
            new("sysdig -r honeypot.scap.gz -w order.scap.zst --filter-proclist evt.buffer contains @udp", "Cut out what others should see, with no more than it needs."),
            new("zcat honeypot.scap.gz | sysdig -r - -q -S", "How often was each call made? From standard input, without lines."),
        ],
    };

    static OptionChapter Reading => new("What is read",
        Valued('r', "readfile", "FILE", "The capture: .scap, plain, gzip or zstd; - is standard input, s3://BUCKET/KEY an object of a bucket (docs/object-storage.md). A capture that stands before the filter needs no -r. Given several times, files are read one after the other. Without it this machine is watched.", Completes.Capture),
        Valued('n', "numevents", "N", "Stop after N events."),
        Valued('M', null, "SECONDS", "Stop when the capture's own clock has gone on this long; live, after so many seconds."),
        Flag('d', "displayflt", "Let the filter choose what is shown only, not what is followed."),
        Valued('U', "suppress-comm", "NAME", "Pass over processes that get this name while the capture runs, and their children, as if they were not in it. May be given several times."),
        Utc,
        Compat,
        Flag('D', "debug", "Show events of the tool that recorded the capture too."));

    /// <summary>Options of a run without -r.</summary>
    static OptionChapter Watching => new("What is taken of this machine",
        [
            .. WatchingOptions.All,
            Flag("pulse", "Each second a line on standard error that tells the machine's load and what watching costs, in the kernel too, in percent of one processor, as in: pulse 0.42 3.1"),
        ]);

    static OptionChapter Printing => new("How it is printed",
        Valued('p', "print", "FORMAT", "Fields and text, as in '%evt.num %proc.name opened %fd.name'. %12proc.name makes it 12 wide; a * in front shows "
            + "events that lack a value too; \\n, \\t, \\e and \\\\ are known. Instead of a format one letter:", Completes.Format,
            new("c", "a line with containers in it"), new("k", "a line with Kubernetes pods in it"), new("m", "a line with Mesos tasks in it"),
            new("p", "show the format that is used without -p")),
        Flag('j', "json", "Every event as a JSON object."),
        Valued('t', "timetype", "HOW", "What evt.outputtime is:", Completes.Nothing,
            new("h", "the clock"), new("a", "seconds since 1970"), new("r", "time since the first event"), new("d", "time between enter and exit"),
            new("D", "time since the event before")),
        Flag('A', "print-ascii", "Buffers as text with their line ends."),
        Flag('x', "print-hex", "Buffers in hexadecimal."),
        Flag('X', "print-hex-ascii", "Buffers in hexadecimal with text beside it."),
        Flag('b', "print-base64", "Buffers in base64."),
        Flag('v', "verbose", "Buffers whole, and at the end how fast it went."),
        Flag('R', "resolve-ports", "Ports by the names of their services."),
        Flag('E', "exclude-users", "Without names of users and groups."),
        Flag('S', "summary", "At the end, how often each event was seen."),
        Flag('q', "quiet", "No events."),
        Flag('P', "progress", "How far it has come, on standard error."),
        Flag("unbuffered", "Every line at once."));

    static OptionChapter Analysing => new("What is analysed",
        Valued('c', "chisel", "NAME [ARGUMENTS]", "Print what a chisel finds instead of the events. Its arguments are one word after its name, divided by blanks; "
            + "the filter chooses the events it sees.", Completes.Chisel),
        OptionTable.Rules,
        Flag("list-chisels", "The chisels, by what they look at, and those of your own; -cl is the same."),
        Valued('i', "chisel-info", "NAME", "What a chisel does and which arguments it takes.", Completes.Chisel),
        Flag("trust-chisels", "Let chisels in Lua do what you may do yourself: run programs, write and delete files anywhere, send to other machines."));

    static OptionChapter Writing => new("What is written",
        Valued('w', "writefile", "FILE", "Write the events that pass the filter to another capture instead of printing them; - is standard output, s3://BUCKET/KEY an object of a bucket. It begins "
            + "with the processes, files and connections as they are at its first event. With --compat 0.29 it is one that sysdig 0.29.3 reads, also from events of today.", Completes.File),
        new Option('z', "compress", ValueKind.None)
        {
            LongValue = ValueKind.Optional,
            ValueName = "HOW",
            Help = "Compressed. A FILE that ends in .gz or .zst is compressed without being told.",
            Choices = [new("gzip", "as without HOW"), new("zstd", "smaller and quicker"), new("none", "whatever the name says")],
        },
        Valued('s', "snaplen", "N", "Of what was read or written, the first N bytes."),
        Flag('F', "fatfile", "Keep events that change state though they do not pass, hidden, so that names that come up later are known."),
        Flag("filter-proclist", "Only those processes and files that the events need; reads the capture twice."),
        Valued('C', "file-size", "N", "A new file after every N million bytes."),
        Valued('G', "seconds", "N", "A new file after every N seconds of the capture's own time; FILE may hold a time as strftime(3) writes it, else files are numbered."),
        Valued('e', "event-limit", "N", "A new file after every N events."),
        Valued('W', "limit", "N", "No more than N files: the first one is written again."),
        Valued("keep", "HOW-MUCH", "FILE of -w is a folder, and keeps what this machine does: for a time (30m, 2h, 7d), in a size on disk (500M, 20G), or both (7d,20G); what is older goes away. csysdig FOLDER opens it, also while it grows."),
        Valued("compact", "AGE", "With --keep: segments that are so old (10m, 2h, 1d) are packed harder, in the background, with a quarter of what --max-cpu allows, or a tenth of a processor. They take an eighth to two fifths less, and are read as before."),
        Valued("upload", "S3-FOLDER", "With --keep: bring each segment that is whole to a bucket too, as in s3://BUCKET/web1/. What can't be brought waits in the folder as long as that keeps it; what goes before it has arrived is counted, in --status too."),
        Valued('\0', "outbox", "FOLDER", "Where what -w s3://... writes waits until it has arrived, and what --export s3://... writes of this machine; $XDG_STATE_HOME/csysdig/outbox or ~/.local/state/csysdig/outbox without it. What a run leaves there goes with the next one to the same bucket.", Completes.File),
        Valued("outbox-size", "SIZE", "How much may wait there, as in 500M or 20G; 1G without it. Of a capture that is read, writing waits for room; of this machine, the oldest file is given up and counted."),
        Valued("status", "FOLDER", "What the program that keeps such a folder says of itself: since when, how many events, how many lost, what it costs, what is kept; with -j as JSON. It fails where none runs."),
        Valued('\0', "config", "FILE", "Further options from a file of TOML: long names of options as keys, as in max-cpu = 10, and filter = \"...\". With --keep it is read again on SIGHUP.", Completes.File),
        Valued('\0', "export", "FOLDER", "Write tables in Parquet instead, for DuckDB, ClickHouse, Spark and others: events, flows, processes, findings and captures. The folder is "
            + "new, empty, or has such tables already; a capture that is exported again takes the place of what was written of it. s3://BUCKET/PREFIX is a place in a bucket (docs/object-storage.md). docs/lake.md", Completes.File),
        Valued("payload", "N", "With --export: of what was read or written, the first N bytes."),
        Flag("environment", "With --export: the environment of processes."));

    static OptionChapter Lists => new("What there is",
        Flag('l', "list", "The fields that filters and formats know; with -v their types."),
        Flag("list-markdown", "The same as a table."),
        Flag('L', "list-events", "The events with their parameters."),
        ShellCompletion,
        Flag('h', "help", "This text."),
        Flag("version", "Which version this is."),
        Flag("libs-version", "Which events and fields it knows."));

    /// <summary>Options that matter while a capture is recorded.</summary>
    static OptionChapter Recording => new("What changes nothing in reading a file, and is taken for the sake of old scripts",
        Flag('N', null, "Names of users and groups are those of the capture anyway."),
        new Option('B', "bpf", ValueKind.Optional) { ValueName = "PROBE", Help = "Which BPF probe records." },
        new Option('u', "udig", ValueKind.None) { LongValue = ValueKind.Required, ValueName = "ARGUMENT", Help = "Record from user space." },
        new Option('T', "force-tracers-capture", ValueKind.None) { LongValue = ValueKind.Required, ValueName = "ARGUMENT", Help = "Record what is written to /dev/null whole." },
        Flag("large-environment", "Record environments above 4 KiB."),
        Valued('k', "k8s-api", "URL", "Which Kubernetes API is asked; a capture has the names of its time in it."),
        Valued('K', "k8s-api-cert", "FILES", "With which certificate."),
        Valued("node-name", "NAME", "For which node."),
        Valued('m', "mesos-api", "URL", "Which Mesos API is asked."));
}
