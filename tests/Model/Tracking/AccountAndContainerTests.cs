using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>Names of users and groups, and the containers that processes are in.</summary>
public sealed class AccountAndContainerTests
{
    const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    static ScapBuilder WithAnn() => new ScapBuilder()
        .Processes(new ProcessEntry { Tid = 10, Pid = 10, Ptid = 1, VTid = 10, VPid = 10, Uid = 1000, Gid = 100, Comm = Bytes("shell"), Exe = Bytes("shell") })
        .Accounts(2, [new UserEntry(1000, 100, Bytes("ann"), Bytes("/home/ann"), Bytes("/bin/sh")), new UserEntry(1001, 100, Bytes("bob"), [], [])],
            [new GroupEntry(100, Bytes("users"))]);

    [Fact]
    public void A_thread_s_user_and_group_have_the_names_of_the_capture_s_tables()
    {
        var thread = Sight.Of(WithAnn().Look(10)).Last(10).Thread!;
        Assert.Equal(("ann", "users"), (Sight.Text(thread.User!.Name), Sight.Text(thread.Group!.Name)));
    }

    [Fact]
    public void Who_becomes_another_user_has_that_one_s_name_from_then_on()
    {
        var capture = WithAnn().Look(10)
            .Event(EventCode.SyscallSetuidE, 10, U32(1001)).Event(EventCode.SyscallSetuidX, 10, I64(0)).Look(10);
        var seen = Sight.Of(capture);
        Assert.Equal("ann", Sight.Text(seen[0].Thread!.User!.Name));
        Assert.Equal("bob", Sight.Text(seen[^1].Thread!.User!.Name));
    }

    [Fact]
    public void A_setuid_that_fails_changes_nobody()
    {
        var capture = WithAnn().Event(EventCode.SyscallSetuidE, 10, U32(0)).Event(EventCode.SyscallSetuidX, 10, I64(-1)).Look(10);
        Assert.Equal(1000U, Sight.Of(capture).Last(10).Thread!.Uid);
    }

    [Fact]
    public void Accounts_that_stand_before_the_first_event_are_shown_to_nobody()
    {
        var capture = new ScapBuilder().Processes(Process(10, "shell"))
            .Event(EventCode.UserAddedE, -1, U32(0), U32(0), Text("root"), Text("/root"), Text("/bin/sh"), Text(""))
            .Event(EventCode.GroupAddedE, -1, U32(0), Text("wheel"), Text(""))
            .Look(10);
        var seen = Sight.Of(capture, out var state);
        Assert.Equal("wheel", Sight.Text(state.Groups.Find(0)!.Name));
        Assert.Equal("root", Sight.Text(Assert.Single(seen).Thread!.User!.Name));
    }

    [Theory]
    [InlineData("cpuset=/docker/" + Id, "0123456789ab")]
    [InlineData("memory=/system.slice/docker-" + Id + ".scope", "0123456789ab")]
    [InlineData("cpu=/machine.slice/libpod-" + Id + ".scope", "0123456789ab")]
    [InlineData("cpu=/kubepods/besteffort/pod1/crio-" + Id, "0123456789ab")]
    [InlineData("cpu=/lxc/web", "web")]
    [InlineData("cpu=/user.slice/user-1000.slice", null)]
    [InlineData("cpu=/docker/tooshort", null)]
    public void A_control_group_s_path_tells_the_container(string cgroups, string? expected)
    {
        var thread = Sight.Of(new ScapBuilder().Processes(Process(10, "shell")).Execve(10, "/bin/app", "app", cgroups: cgroups).Look(10)).Last(10).Thread!;
        Assert.Equal(expected, thread.Container is { } container ? Sight.Text(container.Id) : null);
    }

    [Fact]
    public void A_container_s_name_comes_with_its_event()
    {
        const string json = """{"container":{"id":"0123456789ab","name":"shop","type":0,"image":"shop:1.2","imagetag":"1.2","privileged":false,"labels":{"tier":"web"}}}""";
        var capture = new ScapBuilder().Processes(Process(10, "shell"))
            .Event(EventCode.ContainerJsonE, -1, Text(json))
            .Execve(10, "/bin/app", "app", cgroups: "cpu=/docker/" + Id)
            .Look(10);
        var container = Sight.Of(capture).Last(10).Thread!.Container!;
        Assert.True(container.HasMetadata);
        Assert.Equal(("shop", "shop:1.2"), (Sight.Text(container.Name), Sight.Text(container.Image)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"container":[]}""")]
    [InlineData("""{"container":{"id":7,"name":{},"mounts":"x","labels":[1]}}""")]
    public void A_container_s_event_that_is_no_json_does_no_harm(string json)
    {
        var capture = new ScapBuilder().Processes(Process(10, "shell")).Look(10).Event(EventCode.ContainerJsonE, -1, Text(json)).Look(10);
        Assert.Equal("shell", Sight.Of(capture).Last(10).Comm);
    }
}
