using System.Collections.Concurrent;
using System.Text;
using CSysdig.Capture.Live;
using Terminal.Gui.Drivers;

namespace CSysdig.Views.Tty;

/// <summary>Reads keys on a thread of its own, asleep until one comes, and wakes the loop for them.</summary>
sealed class KeyInput(TerminalDevice device, LoopSleep sleep) : IInput<char>
{
    ConcurrentQueue<char>? _queue;

    public CancellationTokenSource? ExternalCancellationTokenSource { get; set; }

    public void Initialize(ConcurrentQueue<char> inputQueue) => _queue = inputQueue;

    public void Run(CancellationToken runCancellationToken)
    {
        using var registration = runCancellationToken.Register(device.Wake);
        // A character may come in two halves.
        var decoder = Encoding.UTF8.GetDecoder();
        Span<byte> bytes = stackalloc byte[1024];
        Span<char> characters = stackalloc char[1024 + 1];
        while (!runCancellationToken.IsCancellationRequested)
        {
            var got = device.Read(bytes);
            if (got < 0)
            {
                // The loop ends, too: nobody can type any more.
                sleep.End();
                runCancellationToken.WaitHandle.WaitOne();
                return;
            }
            var count = decoder.GetChars(bytes[..got], characters, flush: false);
            foreach (var character in characters[..count])
                _queue!.Enqueue(character);
            if (count > 0)
                sleep.Wake();
        }
    }

    public void Dispose()
    {
        // The terminal is not ours to close: the next application of this program uses it again.
    }
}
