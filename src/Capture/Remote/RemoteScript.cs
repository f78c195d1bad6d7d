namespace CSysdig.Capture.Remote;

/// <summary>
/// What the other machine's shell is told to do: always the same text, and nothing that a user wrote. Its standard input brings the size of the
/// program, a line an option, an empty line, and the program; then, when its first events have arrived, another line. Whoever takes the end of that
/// input, or of the shell, for the end is right: the program is told to end then, and the folder is gone already or goes.
/// </summary>
static class RemoteScript
{
    /// <summary>Begins the line that the script says first: the platform follows, and whether it may watch. What login scripts print may stand before it.</summary>
    public const string Greeting = "csysdig-remote ";

    /// <summary>The last word of that line where it may.</summary>
    public const string MayWatch = "root";

    static readonly string[] s_steps =
    [
        "umask 077;",
        """end() { trap - EXIT; trap "" HUP INT TERM PIPE; [ "$p" ] && $s kill "$p" 2>/dev/null; [ "$w" ] && kill "$w" 2>/dev/null; [ "$d" ] && rm -rf "$d"; };""",
        """s=; p=; w=; d=; r=root; trap end EXIT; trap "exit 1" HUP INT TERM PIPE;""",
        """[ "$(id -u)" = 0 ] || s="sudo -n"; $s true </dev/null >/dev/null 2>&1 || r=user;""",
        $"""echo "{Greeting}$(uname -sm) $r";""",
        """read -r n || exit 1; while IFS= read -r x && [ "$x" ]; do set -- "$@" "$x"; done;""",
        """d=$(mktemp -d) && head -c "$n" >"$d/sysdig" && [ "$(wc -c <"$d/sysdig")" -eq "$n" ] && chmod 700 "$d/sysdig" || exit 1;""",
        """exec 3<&0; $s "$d/sysdig" "$@" -w - </dev/null 3<&- & p=$! ;""",
        // The program needs its file no more once it runs.
        """{ read -r x; rm -rf "$d"; while read -r x; do :; done; $s kill "$p"; } <&3 >/dev/null 2>&1 & w=$! ;""",
        """exec 3<&-; wait "$p"; c=$?; p=; exit "$c";""",
    ];

    /// <summary>One line without single quotes and backslashes, and with a blank behind each exclamation mark, so that every login shell hands it to sh as it is.</summary>
    public static string Command { get; } = $"exec sh -c '{string.Join(' ', s_steps)}'";
}
