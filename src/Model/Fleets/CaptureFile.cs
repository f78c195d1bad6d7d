using CSysdig.Capture;
using CSysdig.Capture.Scap;
using CSysdig.Capture.Segments;

namespace CSysdig.Model.Fleets;

/// <summary>A capture of a folder: a file, or a folder of segments.</summary>
public sealed record CaptureFile(string Path, long Size)
{
    /// <summary>It lies in a folder and holds nothing; a pipe that lies there is not waited for either.</summary>
    internal bool IsEmpty { get; private init; }

    /// <summary>The captures that a folder holds, by name; none where it holds segments itself, and is one.</summary>
    /// <exception cref="CaptureException">The folder can't be read.</exception>
    public static IReadOnlyList<CaptureFile> In(string folder)
    {
        try
        {
            if (HasSegments(folder))
                return [];
            var found = new List<CaptureFile>();
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
                if (entry is FileInfo file ? CaptureName.IsOne(file.Name) : HasSegments(entry.FullName))
                    found.Add(Of(System.IO.Path.Combine(folder, entry.Name)) is var capture && capture.Size > 0 ? capture : capture with { IsEmpty = true });
            return [.. found.OrderBy(capture => capture.Path, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{folder} can't be read: {FileProblem.Of(e)}");
        }
    }

    /// <summary>One that was named.</summary>
    public static CaptureFile Of(string path) => new(path, SizeOf(path));

    /// <summary>Somebody means it by a word: by its host, or by its file.</summary>
    public bool IsCalled(string word) => System.IO.Path.GetFileName(Path) is var file && (word == file || word == Path || word == (HostName is { Length: > 0 } host ? host : CaptureName.Without(file)));

    /// <summary>What the machine is called, of segments by the first; empty where it does not say so. A pipe can't be looked at twice.</summary>
    internal string HostName => Size == 0 ? "" : CaptureHead.HostOf(Directory.Exists(Path) ? SegmentsOf(Path).Min(StringComparer.Ordinal) ?? Path : Path);

    /// <summary>Equal of two that hold the same; null where there is nothing to compare.</summary>
    internal string? Content => Size == 0 || Directory.Exists(Path) ? null : CaptureHead.ContentOf(Path);

    static bool HasSegments(string folder) => SegmentsOf(folder).Count > 0;

    static List<string> SegmentsOf(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(file => SegmentSource.IsSegment(System.IO.Path.GetFileName(file)))];
        }
        // Of folders in a folder those count that can be read.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // It may go away at any moment; opening it says so.
    static long SizeOf(string path)
    {
        try
        {
            return Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles().Sum(file => file.Length) : new FileInfo(path).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
