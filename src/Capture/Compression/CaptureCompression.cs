namespace CSysdig.Capture.Compression;

/// <summary>How a capture is compressed on disk.</summary>
public enum CaptureCompression { None, Gzip, Zstd }
