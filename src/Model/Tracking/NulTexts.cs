
namespace CSysdig.Model.Tracking;

/// <summary>Texts as captures hold them: each ends with a NUL.</summary>
static class NulTexts
{
    /// <summary>A text up to its NUL.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> parameter)
    {
        var nul = parameter.IndexOf((byte)0);
        return nul < 0 ? parameter : parameter[..nul];
    }

    /// <summary>A text up to its NUL; later libs calls one that is missing &lt;NA&gt;.</summary>
    public static ReadOnlySpan<byte> TextOrNa(ReadOnlySpan<byte> parameter) =>
        parameter.IsEmpty || parameter.SequenceEqual("(NULL)\0"u8) ? LiveThreads.NotAvailable : Text(parameter);

    /// <summary>A list without the NUL that ends its last text.</summary>
    public static ReadOnlySpan<byte> TrimNul(ReadOnlySpan<byte> list) => list.Length > 0 && list[^1] == 0 ? list[..^1] : list;

    /// <summary>The arguments of a program. Behind a list that was cut 0.29.3 reads on.</summary>
    public static ReadOnlySpan<byte> Arguments(StateEngine s) =>
        TrimNul(s.State.Compat && !s.State.ExitOnly ? s.Raw.RunningOn(2) : s.Raw.Param(2));

    /// <summary>Without any NUL at the end: libs stops reading an environment where only zeros are left.</summary>
    public static ReadOnlySpan<byte> TrimNuls(ReadOnlySpan<byte> list) => list.TrimEnd((byte)0);

    /// <summary>The same object when nothing has changed.</summary>
    public static byte[] Intern(ReadOnlySpan<byte> text, byte[] known) => text.SequenceEqual(known) ? known : text.ToArray();
}
