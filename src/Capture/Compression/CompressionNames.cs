namespace CSysdig.Capture.Compression;

/// <summary>How a file's name tells its compression.</summary>
public static class CompressionNames
{
    public static CaptureCompression Of(string file) =>
        file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? CaptureCompression.Gzip
        : file.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".zstd", StringComparison.OrdinalIgnoreCase) ? CaptureCompression.Zstd
        : CaptureCompression.None;
}
