namespace CSysdig.Model.History;

/// <summary>
/// Lets many queries read the machine's state between the slices in which one loader changes it. A waiting reader goes
/// before the loader's next slice, so that a query never waits longer than one slice.
/// </summary>
sealed class StateGate
{
    readonly object _lock = new();
    int _readers, _waiting;
    bool _writing;

    public ReadScope Read()
    {
        lock (_lock)
        {
            _waiting++;
            while (_writing)
                Monitor.Wait(_lock);
            _waiting--;
            _readers++;
        }
        return new ReadScope(this);
    }

    public void LeaveRead()
    {
        lock (_lock)
            if (--_readers == 0)
                Monitor.PulseAll(_lock);
    }

    public void EnterWrite()
    {
        lock (_lock)
        {
            while (_readers > 0 || _waiting > 0)
                Monitor.Wait(_lock);
            _writing = true;
        }
    }

    public void LeaveWrite()
    {
        lock (_lock)
        {
            _writing = false;
            Monitor.PulseAll(_lock);
        }
    }
}

/// <summary>While it lives, the loader rests. Dispose it soon.</summary>
public readonly struct ReadScope : IDisposable
{
    readonly StateGate? _gate;

    internal ReadScope(StateGate gate) => _gate = gate;

    public void Dispose() => _gate?.LeaveRead();
}
