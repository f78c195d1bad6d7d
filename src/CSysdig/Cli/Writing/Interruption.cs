using System.Runtime.InteropServices;

namespace CSysdig.Cli.Writing;

/// <summary>
/// Ctrl-C and the request to end: the first one is noted, so that a file can be closed as a whole; a second one ends the program.
/// </summary>
sealed class Interruption : IDisposable
{
    readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Note), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note)];

    public bool HasCome => _hasCome;

    /// <summary>What the first one ends in good order (on a thread of the runtime's), so that only a second one is an interruption.</summary>
    public Action? Ending { get; set; }

    volatile bool _hasCome;
    bool _isEnding;

    void Note(PosixSignalContext signal)
    {
        signal.Cancel = !_hasCome;
        if (Interlocked.Exchange(ref _isEnding, true) || Ending is null)
            _hasCome = true;
        else
            Ending();
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
