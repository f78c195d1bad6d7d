namespace CSysdig.Cli;

/// <summary>What sysdig says about itself.</summary>
static class SysdigHelp
{
    /// <summary>The release whose behaviour is followed where captures hold enter and exit events.</summary>
    public const string Compatible = "0.29.3";

    public static string Version => typeof(SysdigHelp).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}.{v.Build} (csysdig for .NET, compatible with {Compatible})" : Compatible;

    public const string Text = """
        Usage: sysdig -r FILE [options] [filter]

        Reads a capture of system calls and prints its events, one a line.

        What is read
          -r FILE, --readfile FILE   the capture: .scap, plain, gzip or zstd; - is standard input.
                                     Given several times, files are read one after the other
          -n N, --numevents N        stop after N events
          -M SECONDS                 stop when the capture's own clock has gone on this long
          filter                     what must be true of an event, in words after the options,
                                     as in: proc.name=sshd and evt.type=openat
          -d, --displayflt           let the filter choose what is shown only, not what is followed

        How it is printed
          -p FORMAT, --print FORMAT  fields and text, as in '%evt.num %proc.name opened %fd.name';
                                     %12proc.name makes it 12 wide, a * in front shows events that
                                     lack a value too; \n, \t, \e and \\ are known.
                                     -pc, -pk and -pm are lines with containers, pods and tasks in them,
                                     -pp shows the line that is used without -p
          -j, --json                 every event as a JSON object
          -t h|a|r|d|D               evt.outputtime as clock (h), seconds since 1970 (a), since the first
                                     event (r), between enter and exit (d), since the event before (D)
          -A, --print-ascii          buffers as text with their line ends
          -x, --print-hex            buffers in hexadecimal
          -X, --print-hex-ascii      buffers in hexadecimal with text beside it
          -b, --print-base64         buffers in base64
          -v, --verbose              buffers whole, and at the end how fast it went
          -R, --resolve-ports        ports by the names of their services
          -E, --exclude-users        without names of users and groups
          -S, --summary              at the end, how often each event was seen
          -q, --quiet                no events
          -P, --progress             how far it has come, on standard error
          --unbuffered               every line at once
          -N                         taken for the sake of old scripts; it changes nothing in reading a file

        What is written
          -w FILE, --writefile FILE  write the events that pass the filter to another capture instead of
                                     printing them; - is standard output. It begins with the processes,
                                     files and connections as they are at its first event
          -z, --compress [HOW]       compressed: gzip, or zstd as HOW. A FILE that ends in .gz or .zst is
                                     compressed without being told
          -s N, --snaplen N          of what was read or written, the first N bytes
          -F, --fatfile              keep events that change state though they do not pass, hidden, so that
                                     names that come up later are known
          --filter-proclist          only those processes and files that the events need; reads the
                                     capture twice
          -C N, --file-size N        a new file after every N million bytes
          -G N, --seconds N          a new file after every N seconds of the capture's own time; FILE may
                                     hold a time as strftime(3) writes it, else files are numbered
          -e N, --event-limit N      a new file after every N events
          -W N, --limit N            no more than N files: the first one is written again

          -l, --list                 the fields that filters and formats know; with -v their types;
                                     --list-markdown as a table
          -L, --list-events          the events with their parameters
          -h, --help                 this text
          --version                  which version this is

        """;
}
