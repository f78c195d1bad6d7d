namespace CSysdig.Chisels.Printing;

/// <summary>The colours of a chisel's lines; empty texts where there should be none.</summary>
readonly struct LineColours
{
    readonly bool _on;

    LineColours(bool on) => _on = on;

    public ReadOnlySpan<byte> Red => _on ? "\e[31m"u8 : default;
    public ReadOnlySpan<byte> Green => _on ? "\e[32m"u8 : default;
    public ReadOnlySpan<byte> Yellow => _on ? "\e[33m"u8 : default;
    public ReadOnlySpan<byte> Blue => _on ? "\e[34m"u8 : default;
    public ReadOnlySpan<byte> Cyan => _on ? "\e[36m"u8 : default;
    public ReadOnlySpan<byte> Reset => _on ? "\e[0m"u8 : default;

    /// <summary>The colours of a chisel with an argument that turns them off.</summary>
    /// <param name="at">Which argument that is.</param>
    /// <param name="word">
    /// The one word that the original goes by, which is not always the one its help names. On a terminal either is understood.
    /// </param>
    public static LineColours For(ChiselSetup setup, int at, string word = "disable_color")
    {
        var given = at < setup.Arguments.Count ? setup.Arguments[at] : "";
        return new LineColours(setup.Colours && given != word && !(setup.Terminal && given is ("disable_color" or "disable_colors")));
    }

    public static LineColours For(ChiselSetup setup) => new(setup.Colours);
}
