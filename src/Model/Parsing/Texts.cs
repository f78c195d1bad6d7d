namespace CSysdig.Model.Parsing;

/// <summary>Lists of texts as captures hold them: each ends with a NUL.</summary>
static class Texts
{
    /// <summary>Without the NUL that ends the last text.</summary>
    public static byte[] TrimNul(ReadOnlySpan<byte> list) => (list.Length > 0 && list[^1] == 0 ? list[..^1] : list).ToArray();

    /// <summary>Without any NUL at the end: libs stops reading an environment where only zeros are left.</summary>
    public static byte[] TrimNuls(ReadOnlySpan<byte> list) => list.TrimEnd((byte)0).ToArray();

    /// <summary>The same object when nothing has changed.</summary>
    public static byte[] Intern(ReadOnlySpan<byte> text, byte[] known) => text.SequenceEqual(known) ? known : text.ToArray();
}
