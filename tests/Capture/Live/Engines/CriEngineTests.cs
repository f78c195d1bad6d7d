using CSysdig.Capture.Live.Engines;
using CSysdig.Capture.Live.Engines.Cri;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CSysdig.Tests.Capture.Live.Engines;

/// <summary>What engines of Kubernetes say of containers.</summary>
public sealed class CriEngineTests
{
    const string Container = "1111111111111111111111111111111111111111111111111111111111111111";
    const string Pod = "2222222222222222222222222222222222222222222222222222222222222222";

    sealed class Runtime : RuntimeService.RuntimeServiceBase
    {
        public override Task<ContainerStatusResponse> ContainerStatus(ContainerStatusRequest request, ServerCallContext context) =>
            request.ContainerId == Container
                ? Task.FromResult(new ContainerStatusResponse
                {
                    Status = new()
                    {
                        Id = Container, Metadata = new() { Name = "web", Attempt = 2 }, CreatedAt = 1_795_502_407_000_000_001, Image = new() { Image = "docker.io/library/nginx:1.25" },
                        ImageRef = "docker.io/library/nginx@sha256:abc", Labels = { ["app"] = "shop" },
                        Mounts = { new Mount { HostPath = "/srv", ContainerPath = "/data", Readonly = true, Propagation = 1 } },
                    },
                })
                : throw new RpcException(new Status(StatusCode.NotFound, "no such container"));

        public override Task<ListContainersResponse> ListContainers(ListContainersRequest request, ServerCallContext context) =>
            Task.FromResult(new ListContainersResponse { Containers = { new Container { Id = request.Filter.Id, PodSandboxId = Pod } } });

        public override Task<PodSandboxStatusResponse> PodSandboxStatus(PodSandboxStatusRequest request, ServerCallContext context) =>
            request.PodSandboxId == Pod
                ? Task.FromResult(new PodSandboxStatusResponse
                {
                    Status = new()
                    {
                        Id = Pod, Metadata = new() { Name = "shop-1", Namespace = "prod", Uid = "u-1" }, Network = new() { Ip = "10.1.2.3" }, Labels = { ["app"] = "shop" },
                    },
                })
                : throw new RpcException(new Status(StatusCode.NotFound, "no such pod"));
    }

    static Task<PlayedEngine> Play() =>
        PlayedEngine.Start(HttpProtocols.Http2, b => b.Services.AddGrpc(), app => app.MapGrpcService<Runtime>());

    [Fact]
    public async Task A_container_is_told_with_its_pod()
    {
        await using var engine = await Play();
        using var cri = new CriEngine(engine.Socket, EngineType.Containerd, TimeSpan.FromSeconds(5));
        var facts = (await cri.Find(Container, default))!;
        Assert.Equal(("k8s_web_shop-1_prod_u-1_2", "docker.io/library/nginx:1.25", "sha256:abc", "10.1.2.3"), (facts.Name, facts.Image, facts.ImageDigest, facts.Ip));
        Assert.Equal((Pod, 1_795_502_407L, "shop"), (facts.PodSandboxId, facts.Created, facts.Labels!["app"]));
        Assert.Equal(new ContainerFacts.Mount("/srv", "/data", "", false, "rslave"), Assert.Single(facts.Mounts));
    }

    [Fact]
    public async Task A_pod_itself_is_one_too()
    {
        await using var engine = await Play();
        using var cri = new CriEngine(engine.Socket, EngineType.CriO, TimeSpan.FromSeconds(5));
        var facts = (await cri.Find(Pod, default))!;
        Assert.Equal(("k8s_POD_shop-1_prod_u-1_0", true, EngineType.CriO), (facts.Name, facts.IsPodSandbox, facts.Engine));
    }

    [Fact]
    public async Task What_it_does_not_have_is_no_container_and_no_engine_is_an_error()
    {
        await using var engine = await Play();
        using var cri = new CriEngine(engine.Socket, EngineType.Containerd, TimeSpan.FromSeconds(5));
        Assert.Null(await cri.Find(new string('3', 64), default));
        using var none = new CriEngine(engine.Socket + ".not", EngineType.Containerd, TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<EngineException>(() => none.Find(Container, default));
    }
}
