namespace CSysdig.Model.History.Cache;

/// <summary>The two ends of a cache file: a magic number in front, and behind everything where the index is.</summary>
static class CacheFile
{
    public const int HeaderLength = 16, FooterLength = 32;

    /// <summary>Changes with every change of what is written how.</summary>
    const byte FormatVersion = 9;

    public static ReadOnlySpan<byte> Magic => [(byte)'c', (byte)'s', (byte)'y', (byte)'s', (byte)'d', (byte)'i', (byte)'g', 0, FormatVersion, 0, 0, 0, 0, 0, 0, 0];
}
