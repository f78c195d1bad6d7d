using CSysdig.Capture.Compression;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;

namespace CSysdig.Model.Slices;

/// <summary>Writes what a history holds to a file, and on while more comes, on a thread of its own, until somebody ends it.</summary>
public sealed class HistoryRecording : IDisposable
{
    /// <summary>What has come is on the disk after so long.</summary>
    const long SettleMs = 1000;

    readonly HistoryCapture _capture;
    readonly ScapWriter _output;
    readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _size;

    HistoryRecording(CaptureHistory history, string file, ScapWriter output)
    {
        (File, _output) = (file, output);
        _capture = new HistoryCapture(history);
        new Thread(Run) { IsBackground = true, Name = "recording" }.Start();
    }

    /// <summary>Begins, with the oldest event that is held. A file of that name is written over.</summary>
    /// <exception cref="CaptureException">The file can't be created.</exception>
    public static HistoryRecording Start(CaptureHistory history, string file) => Start(history, file, ScapWriter.Create(file, CompressionNames.Of(file)));

    internal static HistoryRecording Start(CaptureHistory history, string file, ScapWriter output) => new(history, file, output);

    public string File { get; }

    /// <summary>How many events it has.</summary>
    public long Events => _capture.Count;

    /// <summary>The size of the file; of a compressed one it lags behind.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>One line on why it ended by itself; set when it has ended.</summary>
    public string? Problem { get; private set; }

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
            _capture.Dispose();
            _completion.SetResult();
        }
    }

    void Write()
    {
        try
        {
            _capture.WriteTables(_output);
            var settled = Environment.TickCount64;
            while (_capture.Next() is { Length: > 0 } blocks)
            {
                blocks.CopyTo(_output.Reserve(blocks.Length));
                if (Environment.TickCount64 - settled >= SettleMs)
                {
                    _output.Settle();
                    settled = Environment.TickCount64;
                }
                Volatile.Write(ref _size, _output.Size);
            }
        }
        catch (IOException e) when (e is not OutputException)
        {
            Problem = e.Message;
        }
        _output.Close();
    }
}
