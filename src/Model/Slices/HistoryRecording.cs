using System.Globalization;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Capture.Segments;
using CSysdig.Model.History;

namespace CSysdig.Model.Slices;

/// <summary>Writes what a history holds to a file, or to a folder of segments, and on while more comes, on a thread of its own, until somebody ends it.</summary>
public sealed class HistoryRecording : IDisposable
{
    /// <summary>What has come is on the disk after so long.</summary>
    const long SettleMs = 1000;

    readonly HistoryCapture _capture;
    readonly SegmentWriter? _segments;
    ScapWriter _output;
    readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _size;

    HistoryRecording(HistoryCapture capture, string file, ScapWriter output, SegmentWriter? segments = null)
    {
        (File, _output, _capture, _segments) = (file, output, capture, segments);
        new Thread(Run) { IsBackground = true, Name = "recording" }.Start();
    }

    /// <summary>Begins, with the oldest event that is held or with a later one. A file of that name is written over.</summary>
    /// <exception cref="CaptureException">The file can't be created.</exception>
    public static HistoryRecording Start(CaptureHistory history, string file, long row = 0, long until = long.MaxValue) =>
        Start(new HistoryCapture(history, row, until), file, ScapWriter.Create(file, CompressionNames.Of(file)));

    /// <summary>Begins, with the oldest event that is held, and lets the oldest segments go.</summary>
    /// <exception cref="CaptureException">The first segment can't be created.</exception>
    public static HistoryRecording Start(CaptureHistory history, SegmentWriter segments) =>
        new(new HistoryCapture(history), segments.Folder, segments.Next(), segments);

    internal static HistoryRecording Start(HistoryCapture capture, string file, ScapWriter output) => new(capture, file, output);

    /// <summary>The file, or the folder.</summary>
    public string File { get; }

    /// <summary>How many events it has.</summary>
    public long Events => _capture.Count;

    /// <summary>The size of the file, or of all that the folder keeps; of what is compressed it lags behind.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>One line on why it ended by itself; set when it has ended.</summary>
    public string? Problem { get; private set; }

    /// <summary>What came of it, in one line, when it has ended.</summary>
    public string Result => Problem is { } problem ? $"the recording has ended: {problem}" : string.Create(CultureInfo.InvariantCulture, $"{Events:#,0} events written to {File}");

    /// <summary>Completes when the file is closed; never fails.</summary>
    public Task Completion => _completion.Task;

    /// <summary>What has come up to now is still written; <see cref="Completion"/> tells when.</summary>
    public void Stop() => _capture.Stop();

    /// <summary>Ends it and waits until the file is whole.</summary>
    public void Dispose()
    {
        Stop();
        Completion.Wait();
    }

    void Run()
    {
        try
        {
            Write();
        }
        catch (Exception e) when (e is CaptureException or OutputException or OutOfMemoryException)
        {
            Problem = e.Message;
        }
        finally
        {
            _output.Dispose();
            _segments?.Dispose();
            _capture.Dispose();
            _completion.SetResult();
        }
    }

    // Who follows the file has something to read from the first moment on.
    void Begin()
    {
        _capture.WriteTables(_output);
        _output.Settle();
    }

    void Write()
    {
        try
        {
            Begin();
            var settled = Environment.TickCount64;
            while (_capture.Next() is { Length: > 0 } blocks)
            {
                blocks.CopyTo(_output.Reserve(blocks.Length));
                Volatile.Write(ref _size, _output.Size + (_segments?.Bytes ?? 0));
                if (Environment.TickCount64 - settled >= SettleMs)
                {
                    _output.Settle();
                    _segments?.Fit(_output.Size);
                    settled = Environment.TickCount64;
                }
                if (_segments?.IsFull(_output) == true && _capture.IsBetweenRows && _capture.Await())
                {
                    _output.Close();
                    _output = _segments.Next();
                    Begin();
                }
            }
        }
        catch (IOException e) when (e is not OutputException)
        {
            Problem = e.Message;
        }
        _output.Close();
    }
}
