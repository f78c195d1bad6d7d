using System.Runtime.InteropServices;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live;

/// <summary>
/// Standard output or standard error, through its descriptor. Unlike the console's streams it tells a full disk from a reader that
/// has gone away, and never speaks to a terminal of itself. Linux only; elsewhere <see cref="Open"/> answers null.
/// </summary>
public sealed unsafe class OutputDescriptor : Stream
{
    public const int StandardOutput = 1, StandardError = 2;

    /// <summary>Descriptors that the program was started without.</summary>
    static int s_closed;

    readonly int _descriptor;

    OutputDescriptor(int descriptor) => _descriptor = descriptor;

    public static OutputDescriptor? Open(int descriptor) => OperatingSystem.IsLinux() ? new(descriptor) : null;

    /// <summary>
    /// Gives the standard descriptors that are closed to /dev/null: else the next file that is opened would be one of them, and what is
    /// printed would be written into it. To be called before any file is opened.
    /// </summary>
    public static void FillGaps()
    {
        if (!OperatingSystem.IsLinux())
            return;
        fixed (byte* path = "/dev/null\0"u8)
            for (int got; (got = open(path, O_RDWR)) >= 0;)
            {
                if (got > StandardError)
                {
                    close(got);
                    return;
                }
                s_closed |= 1 << got;
            }
    }

    /// <summary>Columns and rows of the terminal that standard output is; null when it is none, or does not know.</summary>
    public static (int Width, int Height)? TerminalSize => SizeOf(StandardOutput);

    /// <summary>Columns and rows of the terminal that a descriptor is; null when it is none, or does not know.</summary>
    public static (int Width, int Height)? SizeOf(int descriptor)
    {
        winsize size = default;
        return OperatingSystem.IsLinux() && ioctl(descriptor, (int)TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0 ? (size.ws_col, size.ws_row) : null;
    }

    /// <exception cref="OutputException">Not all of it was written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!buffer.IsEmpty && (s_closed >> _descriptor & 1) != 0)
            throw new OutputException(EBADF, "it is closed");
        fixed (byte* from = buffer)
        {
            var done = 0;
            while (done < buffer.Length)
            {
                var written = (int)write(_descriptor, from + done, buffer.Length - done);
                var error = written < 0 ? errno : 0;
                if (error == 0)
                    done += written;
                else if (error == EAGAIN)
                    WaitForRoom();
                else if (error != EINTR)
                    throw new OutputException(error, Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant()) { IsReaderGone = error == EPIPE };
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    void WaitForRoom()
    {
        var ready = new pollfd { fd = _descriptor, events = POLLOUT };
        _ = poll(&ready, 1, -1);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>What a program prints can't be written; the message says why, as the end of a sentence.</summary>
public sealed class OutputException(int error, string message) : IOException(message, error)
{
    /// <summary>Nobody reads it any more: a closed pipe.</summary>
    public bool IsReaderGone { get; init; }
}
