using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live;

/// <summary>
/// The terminal that the program runs on, through its descriptors: a read sleeps in poll(2) until a key comes or another
/// thread wakes it, so that nobody has to look again and again. Linux only; elsewhere <see cref="Open"/> answers null.
/// </summary>
public sealed unsafe class TerminalDevice : IDisposable
{
    const int StandardInput = 0, StandardOutput = 1;

    readonly int _input, _wake;
    readonly Lock _mode = new();
    /// <summary>The mode at the start. It is not looked at again: a shell that lets a stopped program go on has set its own.</summary>
    readonly termios _usual;
    readonly bool _isKnown;
    readonly ManualResetEventSlim _goesOn = new();
    readonly PosixSignalRegistration _continued;
    bool _isRaw;
    volatile bool _isStopping;

    [SupportedOSPlatform("linux")]
    TerminalDevice(int input, int wake)
    {
        (_input, _wake) = (input, wake);
        termios mode;
        _isKnown = tcgetattr(_input, &mode) == 0;
        _usual = mode;
        // The runtime notes the terminal's mode with the first signal that is asked for, and sets it again when the program ends: that
        // must be the usual one. When the program goes on it would do the same.
        _continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, context =>
        {
            context.Cancel = true;
            _goesOn.Set();
            if (!_isStopping)
                Continued();
        });
    }

    /// <summary>The program goes on though it did not stop itself: whoever stopped it may have changed mode and screen. Any thread.</summary>
    public Action Continued { get; set; } = () => { };

    /// <summary>The terminal of this process, or null where there is none. Keys come from /dev/tty when standard input is a pipe.</summary>
    public static TerminalDevice? Open()
    {
        if (!OperatingSystem.IsLinux() || isatty(StandardOutput) != 1)
            return null;
        var input = isatty(StandardInput) == 1 ? StandardInput : OpenControllingTerminal();
        if (input < 0)
            return null;
        var wake = eventfd(0, (int)EFD_CLOEXEC | (int)EFD_NONBLOCK);
        return wake < 0 ? null : new TerminalDevice(input, wake);
    }

    /// <summary>Columns and rows; null when the terminal does not know.</summary>
    public (int Width, int Height)? Size => OutputDescriptor.TerminalSize;

    /// <summary>Each key comes at once and unchanged, and none is a signal (termios(3), raw mode).</summary>
    public void EnterRaw()
    {
        lock (_mode)
        {
            if (!_isKnown)
                return;
            var mode = _usual;
            mode.c_iflag &= ~(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
            mode.c_oflag &= ~OPOST;
            mode.c_lflag &= ~(ECHO | ICANON | ISIG | IEXTEN);
            _isRaw = tcsetattr(_input, (int)TCSANOW, &mode) == 0;
        }
    }

    /// <summary>The mode at the start; what was typed and not read is dropped, as it was not meant for the next program.</summary>
    public void LeaveRaw()
    {
        lock (_mode)
        {
            if (!_isRaw)
                return;
            _isRaw = false;
            var mode = _usual;
            // Without waiting for what is still to be written: a terminal that is stuck must not hold the program.
            tcflush(_input, (int)TCIFLUSH);
            tcsetattr(_input, (int)TCSANOW, &mode);
        }
    }

    /// <summary>Sleeps until there is input; 0 when woken by <see cref="Wake"/>, -1 when the terminal is gone.</summary>
    public int Read(Span<byte> buffer)
    {
        var ready = stackalloc pollfd[2];
        while (true)
        {
            ready[0] = new pollfd { fd = _input, events = POLLIN };
            ready[1] = new pollfd { fd = _wake, events = POLLIN };
            // With these two descriptors it fails for a signal alone, and the library does not keep this call's errno. A terminal that is
            // gone is ready, and is told by reading.
            if (poll(ready, 2, -1) < 0)
                continue;
            if (ready[1].revents != 0)
            {
                ulong count;
                _ = read(_wake, &count, sizeof(ulong));
                return 0;
            }
            if (ready[0].revents == 0)
                continue;
            fixed (byte* to = buffer)
            {
                var got = (int)read(_input, to, buffer.Length);
                if (got > 0)
                    return got;
                if (got == 0 || errno != EINTR && errno != EAGAIN)
                    return -1;
            }
        }
    }

    /// <summary>Ends a <see cref="Read"/> that sleeps, or the next one.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Writes all, for as long as the terminal takes; false when it is gone.</summary>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            var done = 0;
            while (done < bytes.Length)
            {
                var written = (int)write(StandardOutput, from + done, bytes.Length - done);
                if (written > 0)
                    done += written;
                else if (errno == EAGAIN)
                    WaitForRoom();
                else if (errno != EINTR)
                    return false;
            }
        }
        return true;
    }

    /// <summary>Stops the process and those in its pipeline, as Ctrl+Z does; comes back when the shell lets it go on.</summary>
    public void Stop()
    {
        // The first of a session has no shell that could let it go on.
        if (getpgrp() == getsid(0))
            return;
        // Who is stopped by SIGTSTP runs on a little: that it has stopped shows only when it goes on.
        const int Patience = 1_000;
        _goesOn.Reset();
        _isStopping = true;
        _ = kill(0, SIGTSTP);
        if (!_goesOn.Wait(Patience))
            _goesOn.Wait(Patience);
        _isStopping = false;
    }

    public void Dispose()
    {
        LeaveRaw();
        _continued.Dispose();
        close(_wake);
        if (_input != StandardInput)
            close(_input);
    }

    static void WaitForRoom()
    {
        var ready = new pollfd { fd = StandardOutput, events = POLLOUT };
        _ = poll(&ready, 1, -1);
    }

    static int OpenControllingTerminal()
    {
        fixed (byte* path = "/dev/tty\0"u8)
            return open(path, O_RDWR | O_CLOEXEC);
    }
}
