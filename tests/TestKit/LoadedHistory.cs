using CSysdig.Model.History;

namespace CSysdig.Tests.TestKit;

/// <summary>The honeypot sample as a history, loaded once for all tests that only ask it.</summary>
public sealed class LoadedHistory : IAsyncLifetime
{
    public CaptureHistory Honeypot { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Honeypot = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await Honeypot.Completion;
    }

    public Task DisposeAsync()
    {
        Honeypot.Dispose();
        return Task.CompletedTask;
    }
}
