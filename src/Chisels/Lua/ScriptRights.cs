using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua;

/// <summary>
/// What scripts may do. Without trust a script reads what the user may read, and writes below the working folder: it starts no
/// programs and takes no files away.
/// </summary>
sealed record ScriptRights(bool Trusted, string WorkingFolder)
{
    /// <exception cref="LuaException">Scripts are not trusted.</exception>
    public void Demand(LuaState state, string deed)
    {
        if (!Trusted)
            throw state.Error($"{deed} is not allowed to chisels; --trust-chisels allows it");
    }

    public bool MayWrite(string path) => Trusted || LiesInside(path);

    /// <exception cref="LuaException">The file lies outside of the working folder.</exception>
    public void DemandWriting(LuaState state, string path)
    {
        if (!MayWrite(path))
            throw state.Error($"writing to '{path}' is not allowed: chisels write below the working folder only; --trust-chisels allows it");
    }

    /// <summary>The path leads to below the working folder, and not over a link.</summary>
    bool LiesInside(string path)
    {
        var full = Path.GetFullPath(path, WorkingFolder);
        var root = Path.TrimEndingDirectorySeparator(WorkingFolder);
        if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return false;
        for (var at = full; at.Length > root.Length; at = Path.GetDirectoryName(at) ?? root)
            if (new FileInfo(at).LinkTarget is not null)
                return false;
        return true;
    }
}
