namespace CSysdig.Views.Tty;

/// <summary>What the name of a terminal (<c>TERM</c>) says about it.</summary>
static class TerminalKind
{
    const string Instead = "print a view instead, as in: csysdig -r FILE -v procs --raw";

    // terminfo(5): names of terminals without colours, and the endings by which the same is said of others.
    static readonly string[] s_colourless = ["vt100", "vt102", "vt125", "vt131", "vt132", "vt220", "vt320", "vt420", "vt510", "vt520", "ansi-mini", "xterm-old"];
    static readonly string[] s_windowless = ["linux", .. s_colourless.Where(name => name.StartsWith("vt", StringComparison.Ordinal))];
    static readonly string[] s_colourlessEndings = ["-m", "-mono", "-nocolor"];

    // locale(7): the first that is set holds.
    static readonly string[] s_localeVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Why the cursor can't be moved there; null when it can.</summary>
    public static string? WhyUnfit(string? term) => term switch
    {
        null or "" => $"TERM is not set, so no screen can be shown; set it, as in TERM=xterm, or {Instead}",
        "dumb" or "unknown" => $"the terminal (TERM={term}) can't show screens; {Instead}",
        _ => null,
    };

    public static bool HasColours(string? term) =>
        term is null || !s_colourless.Any(name => IsOrBegins(term, name))
            && !s_colourlessEndings.Any(ending => term.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>It shows more than ASCII. The Linux console's font has few glyphs, a VT has a character set of its own, and no locale but UTF-8 has all.</summary>
    /// <param name="variable">The value of a variable of the environment.</param>
    public static bool HasGlyphs(Func<string, string?> variable)
    {
        if (!HasWindow(variable("TERM")))
            return false;
        var locale = s_localeVariables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>It is a window, with a title: neither a console nor a terminal of old.</summary>
    public static bool HasWindow(string? term) => term is null || !s_windowless.Any(name => IsOrBegins(term, name));

    /// <summary>What to say when keys can't be read.</summary>
    public const string NoKeys = "there is no terminal to read keys from; " + Instead;

    static bool IsOrBegins(string term, string name) => term == name || term.StartsWith(name + "-", StringComparison.Ordinal);
}
