namespace CSysdig.Chisels.Lua;

/// <summary>Where the user's scripts are looked for.</summary>
static class ScriptFolders
{
    public const string Variable = "CSYSDIG_CHISELS";

    const string Extension = ".lua", Installed = "/usr/share/sysdig/chisels";

    static string Working => Path.GetFullPath("chisels");

    static string Home => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".chisels");

    static IEnumerable<string> Named =>
        (Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath);

    /// <summary>The folders that there are, in the order of precedence.</summary>
    public static IReadOnlyList<string> All => Existing([Working, Home, Installed, .. Named]);

    /// <summary>The script that a name means, with or without its extension: a path, or a file of the folders; null when there is none.</summary>
    public static string? Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0'))
            return null;
        if (IsPath(name))
            return AsFile(Path.GetFullPath(name));
        return All.Select(folder => AsFile(Path.Combine(folder, name))).FirstOrDefault(file => file is not null);
    }

    /// <summary>The name is meant as a path, not as that of a chisel in the folders.</summary>
    public static bool IsPath(string name) =>
        name.Contains('/') || name.Contains(Path.DirectorySeparatorChar) || name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>All scripts of the folders; of files with the same name the first.</summary>
    public static IEnumerable<string> Scripts => All.SelectMany(ScriptsIn).DistinctBy(file => Path.GetFileName(file));

    /// <summary>Those of the user's own folders.</summary>
    public static IEnumerable<string> OwnScripts => Existing([Working, Home, .. Named]).SelectMany(ScriptsIn).DistinctBy(file => Path.GetFileName(file));

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
