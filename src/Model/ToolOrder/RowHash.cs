namespace CSysdig.Model.ToolOrder;

/// <summary>
/// libsinsp's hash of a row's key. The order of a walk by it (<see cref="HashOrder"/>) decides which thread's values stand for
/// its process where a column has no aggregate, and how rows stand that are equal.
/// </summary>
static class RowHash
{
    /// <summary>The hash of all bytes of a key but the last, which for a text is the NUL behind it.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, bool isText)
    {
        ulong hash = 0;
        foreach (var b in isText ? key : key[..^1])
            hash = hash * 101 + b;
        return hash;
    }
}
