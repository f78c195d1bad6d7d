namespace CSysdig.Views.Tty;

/// <summary>What the name of a terminal (<c>TERM</c>) says about it.</summary>
static class TerminalKind
{
    const string Instead = "print a view instead, as in: csysdig -r FILE -v procs --raw";

    // terminfo(5): names of terminals without colours, and the endings by which the same is said of others.
    static readonly string[] s_colourless = ["vt100", "vt102", "vt125", "vt131", "vt132", "vt220", "vt320", "vt420", "vt510", "vt520", "ansi-mini", "xterm-old"];
    static readonly string[] s_colourlessEndings = ["-m", "-mono", "-nocolor"];

    /// <summary>Why the cursor can't be moved there; null when it can.</summary>
    public static string? WhyUnfit(string? term) => term switch
    {
        null or "" => $"TERM is not set, so no screen can be shown; set it, as in TERM=xterm, or {Instead}",
        "dumb" or "unknown" => $"the terminal (TERM={term}) can't show screens; {Instead}",
        _ => null,
    };

    public static bool HasColours(string? term) =>
        term is null || !s_colourless.Any(name => term == name || term.StartsWith(name + "-", StringComparison.Ordinal))
            && !s_colourlessEndings.Any(ending => term.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>What to say when keys can't be read.</summary>
    public const string NoKeys = "there is no terminal to read keys from; " + Instead;
}
