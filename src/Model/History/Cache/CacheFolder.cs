using CSysdig.Capture.Live;
using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History.Cache;

/// <summary>The folder with the cache files of captures: this user's alone, and bounded.</summary>
/// <param name="limit">Bytes that all files may have together.</param>
sealed class CacheFolder(string path, long limit)
{
    public const string Ending = ".history", PartEnding = ".part";
    /// <summary>A disk with less than this left is let alone.</summary>
    const long Spare = 1L << 30;
    /// <summary>Where the system keeps caches: XDG_CACHE_HOME or ~/.cache; null when there is no such place.</summary>
    public static string? Default
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } named && Path.IsPathRooted(named) ? named
                : home.Length == 0 ? "" : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
            return caches.Length == 0 ? null : Path.Combine(caches, "csysdig");
        }
    }

    public string FileOf(string name) => Path.Combine(path, name + Ending);

    /// <summary>The file of a capture is there, and nobody else can have put it there.</summary>
    public bool Has(string name) => OwnFile.IsFolder(path) && OwnFile.IsFile(FileOf(name));

    /// <summary>Makes the folder where there is none. False when it can't be used: it is a link or another's, or others could change what is in it.</summary>
    public bool Prepare()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return OwnFile.IsFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes the files used longest ago until there is room for so many bytes. False when there is none.</summary>
    public bool MakeRoom(long bytes)
    {
        if (bytes > limit / 2)
            return false;
        var kept = new DirectoryInfo(path).GetFiles('*' + Ending).OrderBy(f => f.LastWriteTimeUtc).ToList();
        var total = kept.Sum(f => f.Length);
        foreach (var oldest in kept.TakeWhile(_ => total + bytes > limit))
        {
            total -= oldest.Length;
            oldest.Delete();
        }
        return new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace > bytes + Spare;
    }

    /// <summary>Removes what programs that were ended have left half written. One that still writes has its file locked.</summary>
    public void RemoveParts()
    {
        try
        {
            if (!OwnFile.IsFolder(path))
                return;
            foreach (var part in Directory.GetFiles(path, '*' + PartEnding))
                if (!OwnFile.IsFile(part) || IsFree(part))
                    Spool.TryDelete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They lie there until the next time.
        }
    }

    static bool IsFree(string part)
    {
        try
        {
            using var file = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The file was used: it goes last.</summary>
    public static void Touch(string file)
    {
        try
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It goes a little earlier then.
        }
    }
}
