using CSysdig.Capture;

namespace CSysdig.Model.Streams;

/// <summary>
/// The folder that is written to: made for this run, closed to others. Files are only ever created, never opened where something
/// stands already, so that no link can lead out of it.
/// </summary>
public sealed class OutputFolder
{
    const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode FileModeOwn = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">The folder holds something, is none, or can't be made; the message says so.</exception>
    public OutputFolder(string path)
    {
        Path = path;
        if (File.Exists(path))
            throw new IOException($"{path} is a file; give a new or an empty folder");
        try
        {
            if (!Directory.Exists(path) || !new DirectoryInfo(path).EnumerateFileSystemInfos().Any(IsSomething))
            {
                Make(path);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"the folder {path} can't be written to: {FileProblem.Of(e)}", e);
        }
        throw new IOException($"the folder {path} is not empty; give a new or an empty one");
    }

    public string Path { get; }

    /// <summary>Makes a file at a place given by <see cref="SafeNames"/>, and the folders above it.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public FileStream Create(string place)
    {
        var path = FullPath(place);
        Make(System.IO.Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileModeOwn;
        return new FileStream(path, options);
    }

    /// <summary>Takes away a file that this run has made.</summary>
    public void Delete(string place) => File.Delete(FullPath(place));

    /// <summary>Opens a file that this run has made once more.</summary>
    public FileStream Reopen(string place) => new(FullPath(place), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    /// <summary>An empty file is as good as none: a shell has made it, to take messages.</summary>
    static bool IsSomething(FileSystemInfo entry) => entry is not FileInfo { Length: 0, LinkTarget: null };

    string FullPath(string place) => System.IO.Path.Combine([Path, .. place.Split('/')]);

    static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode);
    }
}
