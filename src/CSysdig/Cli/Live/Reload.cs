using System.Runtime.InteropServices;

namespace CSysdig.Cli.Live;

/// <summary>A recorder whose options stand in a file reads them again on SIGHUP. What can't be used is said, and it goes on as before.</summary>
sealed class Reload : IDisposable
{
    readonly string[] _args;
    readonly PosixSignalRegistration _signal;
    SysdigOptions? _next;

    public Reload(string[] args)
    {
        _args = args;
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Note);
    }

    /// <summary>Ends the run in good order, so that another can begin.</summary>
    public Action? Ending { get; set; }

    /// <summary>Another run is to begin.</summary>
    public bool IsAsked => _next is not null;

    /// <summary>The options of the next run; null when there is to be none.</summary>
    public SysdigOptions? Take() => Interlocked.Exchange(ref _next, null);

    public void Dispose() => _signal.Dispose();

    void Note(PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            var options = SysdigOptions.Parse(_args);
            if (options.Writing.Keep is null)
                throw new UsageException("keep is missing");
            _next = options;
            Console.Error.WriteLine("sysdig: options are read again");
            Ending?.Invoke();
        }
        catch (Exception e) when (e is UsageException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sysdig: {e.Message}; it goes on as before");
        }
    }
}
