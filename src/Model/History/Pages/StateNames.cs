using CSysdig.Model.State;

namespace CSysdig.Model.History.Pages;

/// <summary>The numbers by which versions of threads refer to containers and accounts. Any thread may ask.</summary>
sealed class StateNames
{
    public Numbering<ContainerInfo> Containers { get; } = new();
    public Numbering<UserInfo> Users { get; } = new();
    public Numbering<GroupInfo> Groups { get; } = new();
}
