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

    volatile bool _hasCome;

    void Note(PosixSignalContext signal)
    {
        signal.Cancel = !_hasCome;
        _hasCome = true;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
