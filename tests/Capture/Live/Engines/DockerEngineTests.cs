using System.Text.Json;
using CSysdig.Capture.Live.Engines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CSysdig.Tests.Capture.Live.Engines;

/// <summary>What Docker and Podman say of containers, and what a hostile one can't do.</summary>
public sealed class DockerEngineTests
{
    static readonly string s_id = new('a', 64);
    static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <summary>As Docker answers, shortened.</summary>
    static string Container => """
        {"Id":"ID","Created":"2026-11-24T08:26:47.5Z","Name":"/wordpress1","Image":"sha256:f7caa9d2a38c",
         "Config":{"Image":"registry.test:5000/wordpress:6.4-apache","User":"www","Labels":{"maintainer":"team a","b":"\u001b[31m"}},
         "HostConfig":{"Privileged":true,"Memory":268435456,"MemorySwap":536870912,"CpuShares":512,"CpuQuota":50000,"CpuPeriod":0},
         "Mounts":[{"Type":"bind","Source":"/srv/wp","Destination":"/var/www/html","Mode":"rw","RW":true,"Propagation":"rprivate"}],
         "NetworkSettings":{"IPAddress":"172.17.0.2","Ports":{"443/tcp":[{"HostIp":"127.0.0.1","HostPort":"8443"}],"80/tcp":null,"x":[{"HostIp":"::","HostPort":"70000"}]}}}
        """.Replace("ID", s_id);

    static Task<PlayedEngine> Play(Action<WebApplication> map) => PlayedEngine.Start(HttpProtocols.Http1, _ => { }, map);

    [Fact]
    public async Task A_container_is_told_with_all_that_its_event_holds()
    {
        await using var engine = await Play(app =>
        {
            app.MapGet($"/v1.24/containers/{s_id}/json", () => Results.Text(Container, "application/json"));
            app.MapGet("/v1.24/images/f7caa9d2a38c/json", () => """{"RepoDigests":["wordpress@sha256:93464bea"]}""");
        });
        using var docker = new DockerEngine(engine.Socket, EngineType.Docker, s_timeout);
        var facts = await docker.Find(s_id, default);
        var c = JsonDocument.Parse(ContainerEventJson.Of(facts!)).RootElement.GetProperty("container");
        Assert.Equal((s_id, "aaaaaaaaaaaa", "wordpress1"), (c.GetProperty("full_id").GetString(), c.GetProperty("id").GetString(), c.GetProperty("name").GetString()));
        Assert.Equal(("registry.test:5000/wordpress", "6.4-apache", "f7caa9d2a38c", "sha256:93464bea"),
            (c.GetProperty("imagerepo").GetString(), c.GetProperty("imagetag").GetString(), c.GetProperty("imageid").GetString(), c.GetProperty("imagedigest").GetString()));
        Assert.Equal(("172.17.0.2", "www", true, 0), (c.GetProperty("ip").GetString(), c.GetProperty("User").GetString(), c.GetProperty("privileged").GetBoolean(), c.GetProperty("type").GetInt32()));
        Assert.Equal((268435456, 536870912, 512, 50000, 100000), (c.GetProperty("memory_limit").GetInt64(), c.GetProperty("swap_limit").GetInt64(),
            c.GetProperty("cpu_shares").GetInt64(), c.GetProperty("cpu_quota").GetInt64(), c.GetProperty("cpu_period").GetInt64()));
        Assert.Equal("""[{"ContainerPort":443,"HostIp":2130706433,"HostPort":8443}]""", c.GetProperty("port_mappings").GetRawText());
        Assert.Equal("""[{"Destination":"/var/www/html","Mode":"rw","Propagation":"rprivate","RW":true,"Source":"/srv/wp"}]""", c.GetProperty("Mounts").GetRawText());
        Assert.Equal("team a", c.GetProperty("labels").GetProperty("maintainer").GetString());
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T08:26:47Z").ToUnixTimeSeconds(), c.GetProperty("created_time").GetInt64());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("""{"Id":5}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task An_answer_that_is_none_is_no_container(string answer)
    {
        await using var engine = await Play(app => app.MapGet("/v1.24/containers/{id}/json", () => Results.Text(answer)));
        using var docker = new DockerEngine(engine.Socket, EngineType.Docker, s_timeout);
        Assert.Null(await docker.Find(s_id, default));
    }

    [Theory]
    [InlineData((4 << 20) - 1000, true)]
    [InlineData((4 << 20) + 1, false)]
    public async Task An_answer_has_a_bound(int length, bool isRead)
    {
        var answer = Container.Replace("team a", new string('x', length - Container.Length + "team a".Length));
        await using var engine = await Play(app => app.MapGet("/v1.24/containers/{id}/json", () => Results.Text(answer)));
        using var docker = new DockerEngine(engine.Socket, EngineType.Docker, s_timeout);
        if (!isRead)
            await Assert.ThrowsAsync<EngineException>(() => docker.Find(s_id, default));
        else
            // What is too much for an event goes without its labels.
            Assert.InRange(ContainerEventJson.Of((await docker.Find(s_id, default))!).Length, 1, 60_000);
    }

    [Fact]
    public async Task An_id_that_is_none_is_not_asked_for()
    {
        await using var engine = await Play(app => app.MapGet("/{**all}", () => Results.Text(Container)));
        using var docker = new DockerEngine(engine.Socket, EngineType.Docker, s_timeout);
        Assert.Null(await docker.Find("../images/x", default));
    }

    [Fact]
    public async Task An_engine_that_hangs_is_not_waited_for_longer_than_allowed()
    {
        await using var engine = await Play(app => app.MapGet("/{**all}", async (CancellationToken gone) => await Task.Delay(Timeout.Infinite, gone)));
        using var docker = new DockerEngine(engine.Socket, EngineType.Docker, TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAsync<EngineException>(() => docker.Find(s_id, default));
    }

    [Fact]
    public async Task One_that_is_gone_before_it_can_be_asked_for_has_the_name_of_its_making()
    {
        await using var engine = await Play(app => app.MapGet("/v1.24/events", () => Results.Text("garbage\n"
            + $$$"""{"Action":"create","Actor":{"ID":"{{{s_id}}}","Attributes":{"name":"short1","image":"busybox:1","role":"web"}},"time":1795940834}""" + "\n"
            + $$$"""{"Action":"die","Actor":{"ID":"{{{s_id}}}","Attributes":{"name":"short1"}},"time":1795940835}""" + "\n")));
        using var docker = new DockerEngine(engine.Socket, EngineType.Podman, s_timeout);
        var told = new List<ContainerFacts>();
        await foreach (var facts in docker.Watch(default))
            told.Add(facts);
        var only = Assert.Single(told);
        Assert.Equal(("short1", "busybox:1", 1795940834, true), (only.Name, only.Image, only.Created, only.IsBrief));
        Assert.Equal("web", Assert.Single(only.Labels!).Value);
    }
}
