using System.Globalization;
using System.Text;
using CSysdig.Capture;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Lake;

/// <summary>What a capture is called in the lake.</summary>
/// <param name="Key">Sixteen hexadecimal digits.</param>
/// <param name="File">As it was named.</param>
/// <param name="Sha256">Of the file; null where there is none.</param>
public sealed record LakeCapture(string Key, string File, string? Sha256, long? Size)
{
    const int KeyLength = 16;

    /// <summary>A capture that is a file, which is read for it.</summary>
    /// <exception cref="CaptureException">It can't be read.</exception>
    public static LakeCapture OfFile(string path)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            var sha256 = Convert.ToHexStringLower(Digest.Sha256(file));
            return new LakeCapture(sha256[..KeyLength], path, sha256, file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CaptureException($"{path} can't be read: {FileProblem.Of(e)}");
        }
    }

    /// <summary>One that comes from a pipe, a folder of segments or a machine: told by the machine and the moment.</summary>
    public static LakeCapture OfStream(string name, MachineState state, ulong time) =>
        new(Convert.ToHexStringLower(Digest.Sha256(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{state.Machine.HostName}\n{state.Machine.BootTimestamp}\n{time}"))))[..KeyLength], name, null, null);
}
