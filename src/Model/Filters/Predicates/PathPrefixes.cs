namespace CSysdig.Model.Filters.Predicates;

/// <summary>Paths of which one must be a path itself or a folder above it; <c>/etc</c> matches <c>/etc/passwd</c>, not <c>/etcetera</c>.</summary>
sealed class PathPrefixes(IEnumerable<byte[]> paths)
{
    readonly byte[][] _paths = [.. paths];

    public bool Match(ReadOnlySpan<byte> path)
    {
        foreach (var prefix in _paths)
            if (IsPrefix(prefix, path))
                return true;
        return false;
    }

    /// <summary>Compares name by name; slashes beside each other count as one, those at the ends as none.</summary>
    static bool IsPrefix(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> path)
    {
        while (true)
        {
            var wanted = NextName(ref prefix);
            if (wanted.IsEmpty)
                return true;
            if (!NextName(ref path).SequenceEqual(wanted))
                return false;
        }
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
