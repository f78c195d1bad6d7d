namespace CSysdig.Model.Filters.Predicates;

/// <summary>
/// Paths of which one must be a path itself or a folder above it; <c>/etc</c> matches <c>/etc/passwd</c>, not <c>/etcetera</c>. A name
/// between slashes may be a glob, as <c>/proc/*/maps</c> has one (libs since 0.12).
/// </summary>
sealed class PathPrefixes(IEnumerable<byte[]> paths, bool globs)
{
    readonly Name[][] _paths = [.. paths.Select(p => Names(p, globs))];

    /// <summary>A name of a path: as it stands, or a glob.</summary>
    readonly record struct Name(byte[] Text, GlobPattern? Glob);

    public bool Match(ReadOnlySpan<byte> path)
    {
        foreach (var prefix in _paths)
            if (IsPrefix(prefix, path))
                return true;
        return false;
    }

    /// <summary>Compares name by name; slashes beside each other count as one, those at the ends as none.</summary>
    static bool IsPrefix(Name[] prefix, ReadOnlySpan<byte> path)
    {
        foreach (ref readonly var wanted in prefix.AsSpan())
        {
            var name = NextName(ref path);
            if (name.IsEmpty || !(wanted.Glob?.Matches(name) ?? name.SequenceEqual(wanted.Text)))
                return false;
        }
        return true;
    }

    static Name[] Names(ReadOnlySpan<byte> path, bool globs)
    {
        var names = new List<Name>();
        while (NextName(ref path) is { IsEmpty: false } name)
            names.Add(new Name(name.ToArray(), globs && name.IndexOfAny("?*["u8) >= 0 ? new GlobPattern(name.ToArray(), ignoreCase: false) : null));
        return [.. names];
    }

    static ReadOnlySpan<byte> NextName(ref ReadOnlySpan<byte> path)
    {
        path = path.TrimStart((byte)'/');
        var end = path.IndexOf((byte)'/');
        var name = end < 0 ? path : path[..end];
        path = path[name.Length..];
        return name;
    }
}
