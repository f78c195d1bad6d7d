using CSysdig.Capture.Live;
using CSysdig.Model.Text;

namespace CSysdig.Cli;

/// <summary>
/// Standard output: text gathers in a large buffer, and full ones are written by a thread of their own while the next one fills.
/// When nothing more can be written, because the reader at the other end has gone away or the disk is full, <see cref="IsClosed"/> says so.
/// </summary>
sealed class OutputBuffer : IDisposable
{
    /// <summary>A buffer is handed over when it holds this much; the room above it is for the line that overflows it.</summary>
    const int Full = 256 << 10;

    readonly Stream _stream;
    readonly Thread? _thread;
    /// <summary>Guards what follows. Semaphores would spin, and there may be no processor to spare.</summary>
    readonly object _gate = new();
    Utf8Writer _back = new(Full + (64 << 10));
    bool _isFilled, _done;
    OutputException? _failure;

    public OutputBuffer(Stream stream, bool eachLine)
    {
        _stream = stream;
        EachLine = eachLine;
        if (!eachLine)
        {
            _thread = new Thread(WriteFilled) { IsBackground = true, Name = "output" };
            _thread.Start();
        }
    }

    /// <summary>Every line is written at once.</summary>
    public bool EachLine { get; }

    /// <summary>Where text is written to.</summary>
    public Utf8Writer Text { get; private set; } = new(Full + (64 << 10));

    /// <summary>No more is written; <see cref="Flush"/> tells why.</summary>
    public volatile bool IsClosed;

    /// <summary>A line is complete.</summary>
    public void EndLine()
    {
        Text.Write('\n');
        Offer();
    }

    /// <summary>What is there may be written: lines are whole.</summary>
    public void Offer()
    {
        if (EachLine || Text.Length >= Full)
            HandOver();
    }

    /// <summary>Writes whole lines of a thread's own from there, behind what there is, and clears them.</summary>
    public void Write(Utf8Writer lines)
    {
        Drain();
        WriteOut(lines);
    }

    /// <summary>Writes what is there and waits until it is out.</summary>
    /// <exception cref="OutputException">Something could not be written, now or before.</exception>
    public void Flush()
    {
        Drain();
        if (_failure is not null)
            throw _failure;
    }

    /// <summary>Writes what is there, as far as that can be done: there may be worse to tell.</summary>
    public void Dispose()
    {
        Drain();
        if (_thread is not null)
        {
            lock (_gate)
            {
                _done = true;
                Monitor.Pulse(_gate);
            }
            _thread.Join();
        }
        _stream.Flush();
    }

    void Drain()
    {
        HandOver();
        if (_thread is null)
            return;
        lock (_gate)
            while (_isFilled)
                Monitor.Wait(_gate);
    }

    void HandOver()
    {
        if (Text.Length == 0)
            return;
        if (_thread is null)
        {
            WriteOut(Text);
            return;
        }
        lock (_gate)
        {
            while (_isFilled)
                Monitor.Wait(_gate);
            (Text, _back) = (_back, Text);
            _isFilled = true;
            Monitor.Pulse(_gate);
        }
    }

    void WriteFilled()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_isFilled && !_done)
                    Monitor.Wait(_gate);
                if (!_isFilled)
                    return;
            }
            WriteOut(_back);
            lock (_gate)
            {
                _isFilled = false;
                Monitor.Pulse(_gate);
            }
        }
    }

    void WriteOut(Utf8Writer text)
    {
        try
        {
            if (IsClosed || text.Length == 0)
                return;
            if (EachLine)
                StandardStreams.Error.Beside(_stream, text.Written);
            else
                _stream.Write(text.Written);
        }
        catch (IOException e)
        {
            _failure = e as OutputException ?? new OutputException(e.HResult, e.Message);
            IsClosed = true;
        }
        finally
        {
            text.Clear();
        }
    }
}
