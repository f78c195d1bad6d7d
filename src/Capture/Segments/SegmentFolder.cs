using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Segments;

/// <summary>A folder of captures that follow each other. One program writes there at a time, and holds a lock for so long.</summary>
sealed class SegmentFolder(string path) : ISegmentFolder
{
    const string LockName = ".csysdig-keep";
    const int LockTries = 20, LockPauseMs = 50;

    public string Path { get; } = path;

    /// <summary>The segments, oldest first; also such as have no byte yet.</summary>
    /// <exception cref="CaptureException">The folder can't be read.</exception>
    public List<Segment> List()
    {
        try
        {
            var segments = new List<Segment>();
            foreach (var file in new DirectoryInfo(Path).EnumerateFiles())
                if (SegmentName.Of(file.Name) is { } name)
                    segments.Add(new Segment(name, file.FullName, LengthOf(file), file.LastWriteTimeUtc));
            segments.Sort((a, b) => a.Name.CompareTo(b.Name));
            return segments;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{Path} can't be read: {FileProblem.Of(e)}");
        }
    }

    public (int Count, SegmentName First) Missing => default;

    /// <summary>Somebody writes there now.</summary>
    public bool IsWritten()
    {
        try
        {
            using var held = new FileStream(LockFile, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Makes the folder if it isn't there, and the caller the one who writes there.</summary>
    /// <exception cref="CaptureException">It can't be written to, or somebody else does.</exception>
    public FileStream Lock()
    {
        try
        {
            PrivateFolder.Make(Path);
            for (var tries = 1; ; tries++)
                try
                {
                    return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                // Who only looks whether it is held holds it for a moment.
                catch (IOException) when (tries < LockTries && File.Exists(LockFile))
                {
                    Thread.Sleep(LockPauseMs);
                }
        }
        catch (IOException) when (File.Exists(LockFile))
        {
            throw new CaptureException($"{Path} is written to by another csysdig --keep; give another folder, or end that one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{Path} can't be written to: {FileProblem.Of(e)}");
        }
    }

    string LockFile => System.IO.Path.Combine(Path, LockName);

    // It may go away at any moment.
    static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}

/// <summary>A file of the folder.</summary>
readonly record struct Segment(SegmentName Name, string Path, long Length, DateTime Written);

/// <summary>Where segments lie.</summary>
interface ISegmentFolder
{
    string Path { get; }

    /// <inheritdoc cref="SegmentFolder.List"/>
    List<Segment> List();

    /// <inheritdoc cref="SegmentFolder.IsWritten"/>
    bool IsWritten();

    /// <summary>How many segments are known not to be there though no number between two others tells it, and the first of them.</summary>
    (int Count, SegmentName First) Missing { get; }
}
