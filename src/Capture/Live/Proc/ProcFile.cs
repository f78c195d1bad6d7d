using System.Text;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live.Proc;

/// <summary>Files and links below /proc, which may vanish or be closed to us: then they are empty.</summary>
static unsafe class ProcFile
{
    const int Most = 1 << 20;

    public static byte[] Bytes(string path, int most = Most)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var bytes = new byte[4096];
            var length = 0;
            while (length < most && file.Read(bytes, length, bytes.Length - length) is > 0 and var read)
            {
                length += read;
                if (length == bytes.Length)
                    Array.Resize(ref bytes, length * 2);
            }
            return bytes[..Math.Min(length, most)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The beginning of a file as far as there is room; its length. Nothing is asked of the kernel but that, and nothing is allocated.</summary>
    /// <param name="path">Ended by a NUL.</param>
    public static int Begin(ReadOnlySpan<byte> path, Span<byte> to)
    {
        int file;
        fixed (byte* name = path)
            file = open(name, O_RDONLY | O_CLOEXEC);
        if (file < 0)
            return 0;
        fixed (byte* room = to)
        {
            var length = (int)(long)read(file, room, to.Length);
            close(file);
            return Math.Max(length, 0);
        }
    }

    /// <summary>Lines of a text of the kernel's own; names in it may be any bytes, and stay as they are (Latin-1).</summary>
    public static string[] Lines(string path) => Encoding.Latin1.GetString(Bytes(path, 64 << 20)).Split('\n');

    /// <summary>Where a link leads, as bytes.</summary>
    public static byte[] Link(string path)
    {
        var to = stackalloc byte[4096];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var length = (int)(long)readlink(name, to, 4096);
            return length > 0 ? new ReadOnlySpan<byte>(to, length).ToArray() : [];
        }
    }
}
