namespace CSysdig.Chisels.Tracers;

/// <summary>
/// A beginning or end of a span, as programs tell it by a write to /dev/null: <c>&gt;:ID:TAG.TAG:NAME=VALUE:</c>, and the same
/// with <c>&lt;</c>. The id is a number, or <c>t</c>, <c>p</c> or <c>pp</c> for the writer's thread, process or parent.
/// https://github.com/draios/sysdig/wiki/Tracers
/// </summary>
readonly ref struct TracerMark
{
    public bool IsEnd { get; private init; }
    public ReadOnlySpan<byte> Id { get; private init; }
    public ReadOnlySpan<byte> Tags { get; private init; }

    /// <summary>Reads what was written; false when it is no mark.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TracerMark mark)
    {
        mark = default;
        if (text.Length < 2 || text[0] is not ((byte)'>' or (byte)'<') || text[1] != ':')
            return false;
        if (!TryField(text[2..], out var id, out var rest) || !TryField(rest, out var tags, out _) || tags.IsEmpty)
            return false;
        mark = new TracerMark { IsEnd = text[0] == '<', Id = id, Tags = tags };
        return true;
    }

    static bool TryField(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> rest)
    {
        var end = text.IndexOf((byte)':');
        field = end < 0 ? default : text[..end];
        rest = end < 0 ? default : text[(end + 1)..];
        return end >= 0;
    }
}
