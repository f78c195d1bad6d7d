using System.Diagnostics;
using Terminal.Gui.Drivers;

namespace CSysdig.Views.Tty;

/// <summary>
/// Brings the terminal to the newest screen, on a thread of its own, by writing what differs from what it shows. A terminal that
/// takes its time holds up nobody and gets no queue of old screens: while it swallows one piece, the next one waits to be
/// chosen from whatever the screen is by then.
/// </summary>
sealed class FrameWriter : IDisposable
{
    const int LeastPiece = 256, LargestPiece = 1 << 16;
    static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(20), s_farewell = TimeSpan.FromSeconds(2);

    public delegate bool Sink(ReadOnlySpan<byte> bytes);

    readonly object _gate = new();
    readonly Sink _write;
    readonly Queue<byte[]> _words = [];
    readonly FrameDifference _difference = new();
    readonly Thread _thread;
    bool _isEnding;

    /// <param name="write">Takes bytes for the terminal, as slowly as it likes; false when the terminal is gone.</param>
    public FrameWriter(Sink write)
    {
        _write = write;
        _thread = new Thread(Run) { IsBackground = true, Name = "screen" };
        _thread.Start();
    }

    /// <summary>Bytes for the terminal itself (a question, a mode, the clipboard), in their order and before the next screen.</summary>
    public void Say(byte[] bytes)
    {
        lock (_gate)
        {
            _words.Enqueue(bytes);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>This is what is to be on the screen.</summary>
    public void Show(IOutputBuffer buffer, bool sixteenColours)
    {
        lock (_gate)
        {
            if (_difference.Take(buffer, sixteenColours))
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>Nobody knows what the terminal shows: after a resize each terminal does as it likes.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _difference.Forget();
        }
    }

    /// <summary>Waits until all is written, but not for a terminal that is stuck.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join(s_farewell);
    }

    void Run()
    {
        var piece = new FramePiece();
        var size = LargestPiece;
        while (Next(piece, size))
        {
            var started = Stopwatch.GetTimestamp();
            if (!_write(piece.Bytes))
                return;
            size = Stopwatch.GetElapsedTime(started) > s_slow ? Math.Max(LeastPiece, size / 4) : Math.Min(LargestPiece, size * 2);
        }
    }

    // What is said goes first. Rows that nobody will see any more are not written at the end.
    bool Next(FramePiece piece, int size)
    {
        piece.Clear();
        lock (_gate)
        {
            while (_words.Count == 0 && !_difference.IsAny)
            {
                if (_isEnding)
                    return false;
                Monitor.Wait(_gate);
            }
            if (_words.TryDequeue(out var words))
                piece.Append(words);
            else if (_isEnding)
                return false;
            else
                _difference.Append(piece, size);
        }
        return true;
    }
}
