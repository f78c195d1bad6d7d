using System.Net;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>
/// What scripts may do. Without trust a script reads what the user may read, and makes new files below the working folder: it
/// changes no file that is there, starts no programs, and sends to no other machine.
/// </summary>
sealed class ScriptRights(bool trusted, string workingFolder)
{
    const string TrustAllows = "; --trust-chisels allows it";

    /// <summary>Files that the script has made itself: it may write to them again.</summary>
    readonly HashSet<string> _made = [];

    public bool Trusted => trusted;

    /// <exception cref="LuaException">Scripts are not trusted.</exception>
    public void Demand(LuaState state, string deed)
    {
        if (!trusted)
            throw state.Error($"{deed} is not allowed to chisels{TrustAllows}");
    }

    public string FullPath(string path) => Path.GetFullPath(path, workingFolder);

    /// <summary>Opens a file for writing; where trust is lacking only one that is new, or was made here.</summary>
    /// <exception cref="LuaException">The script may not write there.</exception>
    public FileStream OpenToWrite(LuaState state, string path, FileMode mode)
    {
        var full = FullPath(path);
        if (trusted || _made.Contains(full))
            return ScriptFile.Open(state, full, mode, FileAccess.ReadWrite);
        if (WhyNotWrite(path) is { } reason)
            throw state.Error(reason);
        // Made anew or not at all: whatever comes to lie there meanwhile is not written to.
        var file = ScriptFile.Open(state, full, mode == FileMode.Open ? mode : FileMode.CreateNew, FileAccess.ReadWrite);
        _made.Add(full);
        return file;
    }

    /// <summary>Why a file may not be made; null when it may.</summary>
    public string? WhyNotWrite(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            return $"'{path}' is no name of a file";
        if (trusted)
            return null;
        var root = Path.TrimEndingDirectorySeparator(workingFolder) + Path.DirectorySeparatorChar;
        var full = FullPath(path);
        var reason = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Contains("..") || !full.StartsWith(root, StringComparison.Ordinal)
                ? "chisels write below the working folder only"
            : full[root.Length..].Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')) ? "chisels write to no file or folder whose name begins with a dot"
            : LeadsOverLink(full, root.Length) ? "chisels write to no file or folder that is a link"
            : Path.Exists(full) ? "it is there already, and chisels write new files only"
            : null;
        return reason is null ? null : $"writing to '{path}' is not allowed: {reason}{TrustAllows}";
    }

    /// <summary>Why a built-in chisel may not be run for a script; null when it may.</summary>
    /// <param name="whyNotWrite">Why a file may not be made.</param>
    public string? WhyNotRun(ChiselDefinition chisel, IReadOnlyList<string> arguments, Func<string, string?> whyNotWrite)
    {
        if (trusted)
            return null;
        if (chisel.Writes?.Invoke(arguments) is { } file && whyNotWrite(file) is { } reason)
            return reason;
        return chisel.SendsTo?.Invoke(arguments) is { } address && !(IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip))
            ? $"sending to {address} is not allowed to chisels{TrustAllows}" : null;
    }

    static bool LeadsOverLink(string full, int rootLength)
    {
        for (var at = full; at.Length > rootLength; at = Path.GetDirectoryName(at) ?? "")
            if (new FileInfo(at).LinkTarget is not null)
                return true;
        return false;
    }
}
