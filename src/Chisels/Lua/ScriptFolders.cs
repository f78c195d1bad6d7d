namespace CSysdig.Chisels.Lua;

/// <summary>Where the user's scripts are looked for.</summary>
static class ScriptFolders
{
    public const string Variable = "CSYSDIG_CHISELS";

    const string Extension = ".lua", Installed = "/usr/share/sysdig/chisels";

    /// <summary>The user's own folder. Without a home there is none: it must not turn into one below the working folder.</summary>
    static IEnumerable<string> Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is var home && Path.IsPathRooted(home) ? [Path.Combine(home, ".chisels")] : [];

    static IEnumerable<string> Named => Listed(Environment.GetEnvironmentVariable(Variable) ?? "");

    /// <summary>
    /// The folders that there are, in the order of precedence. What lies beside a capture was perhaps brought by who made it:
    /// the working folder is none of them.
    /// </summary>
    public static IReadOnlyList<string> All => Existing([.. Home, Installed, .. Named]);

    /// <summary>The folders of a list with colons between.</summary>
    public static IEnumerable<string> Listed(string folders) =>
        folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath);

    /// <summary>The script that a name means, with or without its extension: a path, or a file of the folders; null when there is none.</summary>
    public static string? Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0'))
            return null;
        if (IsPath(name))
            return AsFile(Path.GetFullPath(name));
        return All.Select(folder => AsFile(Path.Combine(folder, name))).FirstOrDefault(file => file is not null);
    }

    /// <summary>The script of a name in the folder into which sysdig looks and this program doesn't, as one would name it; or null.</summary>
    public static string? BesideCapture(string name) =>
        name.Length > 0 && !name.Contains('\0') && !IsPath(name) && AsFile(Path.Combine(".", "chisels", name)) is { } file ? file : null;

    /// <summary>The name is meant as a path, not as that of a chisel in the folders.</summary>
    public static bool IsPath(string name) =>
        name.Contains('/') || name.Contains(Path.DirectorySeparatorChar) || name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>All scripts of the folders; of files with the same name the first.</summary>
    public static IEnumerable<string> Scripts => All.SelectMany(ScriptsIn).DistinctBy(file => Path.GetFileName(file));

    /// <summary>Those of the user's own folders, and of more that he has named.</summary>
    public static IEnumerable<string> OwnScripts(IEnumerable<string> more) =>
        Existing([.. Home, .. Named, .. more]).SelectMany(ScriptsIn).DistinctBy(file => Path.GetFileName(file));

    /// <summary>Those that packages have installed.</summary>
    public static IEnumerable<string> InstalledScripts => Existing([Installed]).Except(Named).SelectMany(ScriptsIn);

    /// <summary>Where <c>require</c> looks for what a script asks for: beside it, then in the folders.</summary>
    public static IReadOnlyList<string> SearchedFor(string file) => [.. new[] { Path.GetDirectoryName(Path.GetFullPath(file)) ?? "." }.Concat(All).Distinct()];

    static IReadOnlyList<string> Existing(IEnumerable<string> folders) => [.. folders.Distinct().Where(Directory.Exists)];

    static string? AsFile(string path) => File.Exists(path + Extension) ? path + Extension : File.Exists(path) ? path : null;

    static IEnumerable<string> ScriptsIn(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
