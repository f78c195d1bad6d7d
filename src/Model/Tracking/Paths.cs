using CSysdig.Capture.Scap;
using CSysdig.Model.Text;

namespace CSysdig.Model.Tracking;

/// <summary>Joins paths; where the tools are wanted as the libs of the capture's age does: that is not always what the kernel would say.</summary>
sealed class Paths(StateEngine engine)
{
    /// <summary>libs' room for a path, in bytes.</summary>
    const int MaxLength = 1024;

    readonly Utf8Writer _writer = new(MaxLength);

    /// <summary>A path relative to a directory that ends with a slash; an absolute one stands alone.</summary>
    public byte[] Combine(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        _writer.Clear();
        if (!engine.State.Compat)
            PathText.WriteAbsolute(_writer, directory, path);
        else
            WriteAsTool(directory, path);
        return _writer.Written.ToArray();
    }

    void WriteAsTool(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        switch (engine.State.Generation)
        {
            case Generation.ExitOnly:
                ToolPaths.WriteAbsoluteBounded(_writer, directory, path, utf8: true);
                break;
            case Generation.LaterEnterExit:
                // Dots as in 0.25.4, other bytes as in 0.29.3; what is not ASCII is rarer than a dot.
                WriteOld(directory, path, recordedNul: 0, utf8: !path.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E));
                break;
            default:
                WriteOld(directory, path, recordedNul: 1, utf8: false);
                break;
        }
    }

    /// <param name="recordedNul">0.29.3 counts the NUL of a recorded path: with it even an empty path is one, in the directory.</param>
    void WriteOld(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, int recordedNul, bool utf8)
    {
        if (directory.Length + path.Length + recordedNul + 1 > MaxLength)
            _writer.Write("/PATH_TOO_LONG"u8);
        else if (!path.IsEmpty || recordedNul == 0)
            ToolPaths.WriteAbsolute(_writer, directory, path, utf8);
        else
            _writer.Write(directory.Length > 1 && directory[^1] == '/' ? directory[..^1] : directory);
    }
}
