namespace CSysdig.Capture.Scap;

/// <summary>How captures are called.</summary>
public static class CaptureName
{
    static readonly string[] s_endings = [".scap", ".scap.gz", ".scap.zst", ".scap.zstd"];

    /// <summary>A file is called as captures are.</summary>
    public static bool IsOne(string file) => EndingOf(file) is not null;

    /// <summary>The name without the ending of captures.</summary>
    public static string Without(string file) => EndingOf(file) is { } ending && file.Length > ending.Length ? file[..^ending.Length] : file;

    static string? EndingOf(string file) => Array.Find(s_endings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
