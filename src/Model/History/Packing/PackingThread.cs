using CSysdig.Capture;
using ZstdSharp;

namespace CSysdig.Model.History.Packing;

/// <summary>Packs blocks or chunks on a thread of its own, in the order in which they come. Few wait.</summary>
/// <param name="most">How many may wait.</param>
/// <param name="pack">Packs one and gives it to a spool.</param>
/// <param name="failed">Is told in one line why one could not be kept.</param>
sealed class PackingThread<T>(string name, int most, Action<T, Packer> pack, Action<string> failed) : IDisposable
{
    readonly Queue<T> _waiting = new();
    Thread? _thread;
    bool _ended;

    /// <summary>Takes one, waiting for room.</summary>
    public void Put(T one)
    {
        lock (_waiting)
        {
            while (_waiting.Count >= most && !_ended)
                Monitor.Wait(_waiting);
            _waiting.Enqueue(one);
            Monitor.PulseAll(_waiting);
            if (_thread is not null || _ended)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = name };
            _thread.Start();
        }
    }

    /// <summary>Nothing more will come: waits until everything that came is stored.</summary>
    public void Finish()
    {
        Thread? thread;
        lock (_waiting)
        {
            _ended = true;
            Monitor.PulseAll(_waiting);
            thread = _thread;
        }
        thread?.Join();
    }

    /// <summary>Ends the thread; what waits is dropped.</summary>
    public void Dispose()
    {
        lock (_waiting)
            _waiting.Clear();
        Finish();
    }

    void Run()
    {
        using var packer = new Packer();
        while (TryTake(out var one))
        {
            try
            {
                pack(one, packer);
            }
            catch (Exception e) when (e is IOException or OutOfMemoryException or ZstdException)
            {
                failed(e is IOException ? FileProblem.Of(e) : "there is not enough memory for the capture's bytes");
            }
        }
    }

    bool TryTake(out T one)
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_waiting);
            if (!_waiting.TryDequeue(out one!))
                return false;
            Monitor.PulseAll(_waiting);
            return true;
        }
    }
}
