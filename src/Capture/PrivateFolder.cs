using CSysdig.Capture.Scap;

namespace CSysdig.Capture;

/// <summary>A folder for what was read and written on a machine, which is nobody else's business.</summary>
public static class PrivateFolder
{
    /// <summary>Makes it if it isn't there, its owner's alone; one that is there stays as it is.</summary>
    /// <exception cref="CaptureException">It can't be made.</exception>
    public static void Make(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} can't be written to: {FileProblem.Of(e)}");
        }
    }
}
