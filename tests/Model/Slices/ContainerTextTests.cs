using System.Text;
using CSysdig.Model.Slices;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Tests.Model.Slices;

public sealed class ContainerTextTests
{
    static ContainerInfo Container(int label = 8) => new()
    {
        Id = "0123456789ab"u8.ToArray(),
        FullId = "0123456789abcdef"u8.ToArray(),
        Type = "podman"u8.ToArray(),
        Name = "shop \"one\"\n"u8.ToArray(),
        Image = "example.org/shop:2"u8.ToArray(),
        ImageId = "77"u8.ToArray(),
        ImageRepository = "example.org/shop"u8.ToArray(),
        ImageTag = "2"u8.ToArray(),
        ImageDigest = "sha256:1"u8.ToArray(),
        Ip = [10, 1, 2, 3],
        Privileged = true,
        CreatedTimestamp = 1_700_000_000_000_000_000,
        Labels = new Dictionary<string, string> { ["a"] = new('x', label) },
        Mounts = [new ContainerMount("/srv", "/data", "z", true, "rprivate")],
        Ports = [(80, 8080, "")],
        HealthCheck = "curl localhost"u8.ToArray(),
        HasMetadata = true,
    };

    [Fact]
    public void What_is_known_of_a_container_is_read_again()
    {
        var (told, read) = (Container(), ContainerJson.Parse(ContainerText.Of(Container()), out var found)!);
        Assert.True(found && ContainerText.IsTold(read));
        Assert.Equivalent(told, read, strict: true);
    }

    [Fact]
    public void One_of_which_cgroups_alone_tell_needs_no_event() =>
        Assert.False(ContainerText.IsTold(new ContainerInfo { Id = "0123456789ab"u8.ToArray(), Name = "0123456789ab"u8.ToArray() }));

    [Theory]
    [InlineData(0, 1), InlineData(1, 0)]
    public void One_that_is_too_long_for_an_event_lacks_its_labels(int more, int labels)
    {
        var room = 60_000 - (ContainerText.Of(Container(label: 1000)).Length - 1000);
        var text = ContainerText.Of(Container(room + more));
        Assert.Equal(labels, ContainerJson.Parse(text, out _)!.Labels.Count);
        Assert.InRange(text.Length, 1, 60_000);
        Assert.Equal("shop \"one\"\n", Encoding.UTF8.GetString(ContainerJson.Parse(text, out _)!.Name));
    }
}
