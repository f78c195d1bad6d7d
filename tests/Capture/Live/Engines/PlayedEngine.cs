using CSysdig.Tests.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CSysdig.Tests.Capture.Live.Engines;

/// <summary>A container engine on a socket of its own.</summary>
sealed class PlayedEngine : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly WebApplication _app;

    PlayedEngine(HttpProtocols protocols, Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        Socket = Path.Combine(_folder.Path, "engine.sock");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.ListenUnixSocket(Socket, l => l.Protocols = protocols));
        build(builder);
        _app = builder.Build();
        map(_app);
    }

    public string Socket { get; }

    public static async Task<PlayedEngine> Start(HttpProtocols protocols, Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        var engine = new PlayedEngine(protocols, build, map);
        await engine._app.StartAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
