namespace CSysdig.Cli;

/// <summary>What csysdig says about itself.</summary>
static class CSysdigHelp
{
    public const string Text = """
        Usage: csysdig -r FILE [options] [filter]

        Shows a capture of system calls on the terminal, or one view of it as JSON.

          -r FILE, --readfile FILE  the capture: .scap, plain, gzip or zstd; - is standard input
          -v ID, --view ID          the view to start with; --list-views names them.
                                    With -j also echo (bytes read and written) and dig (events)
          -n N, --numevents N       stop after N events
          -pc, -pcontainer          views with columns for containers
          -R, --resolve-ports       ports by the names of their services
          -E, --exclude-users       without names of users and groups
          filter                    what must be true of an event, in words after the options,
                                    as in: proc.name=sshd and fd.type=ipv4

        As JSON
          -j, --json                print the view instead of showing it
          --from N, --to N          only the rows from N to N, counted from 0
          --sortingcol N            sort by column N, counted from 1
          -A, --print-ascii         echo: bytes as text with their line ends
          -X, --print-hex-ascii     echo: bytes in hexadecimal with text beside it

          -l, --list                the fields that filters can use
          --list-views              the views, as JSON
          -h, --help                this
          --version                 the version

        On the screen: Enter opens a row, Backspace goes back, F2 chooses a view, F4 filters,
        F5 shows the bytes read and written, F6 the events, ? the keys that work where you are.

        """;
}
