using CSysdig.Capture;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>Reads the files of scripts.</summary>
static class ScriptText
{
    /// <summary>A script is written by hand; what is larger is something else.</summary>
    public const int MostBytes = 16 << 20;

    /// <exception cref="LuaException">The file can't be read, or is too large.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            // A fifo has no length either, and may never be opened from its other end.
            return new FileInfo(file).Length is 0 ? [] : ReadAll(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new LuaException($"{file} can't be read: {FileProblem.Of(e)}");
        }
    }

    static byte[] ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.Length > MostBytes)
            throw new IOException($"too large for a script ({stream.Length} bytes)");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
