using CSysdig.Capture.Scap;

namespace CSysdig.Tests.TestKit;

/// <summary>Keeps what a reader delivers, in its order.</summary>
sealed class RecordedTables : ICaptureTables
{
    public List<string> Calls { get; } = [];
    public MachineInfo? Machine { get; private set; }
    public List<ProcessEntry> Processes { get; } = [];
    public List<(long Tid, FdEntry Fd)> Fds { get; } = [];
    public List<UserEntry> Users { get; } = [];
    public List<GroupEntry> Groups { get; } = [];
    public List<InterfaceEntry> Interfaces { get; } = [];

    public void OnSection() => Calls.Add("section");
    public void OnTablesEnd() => Calls.Add("end");
    public void OnMachine(MachineInfo machine) => Machine = machine;
    public void OnProcess(ProcessEntry process) => Processes.Add(process);
    public void OnFd(long tid, FdEntry fd) => Fds.Add((tid, fd));
    public void OnUser(UserEntry user) => Users.Add(user);
    public void OnGroup(GroupEntry group) => Groups.Add(group);
    public void OnInterface(InterfaceEntry networkInterface) => Interfaces.Add(networkInterface);
}
