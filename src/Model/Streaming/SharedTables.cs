using CSysdig.Capture.Scap;

namespace CSysdig.Model.Streaming;

/// <summary>Hands a capture's tables to two receivers.</summary>
sealed class SharedTables(ICaptureTables first, ICaptureTables second) : ICaptureTables
{
    public void OnSection()
    {
        first.OnSection();
        second.OnSection();
    }

    public void OnMachine(MachineInfo machine)
    {
        first.OnMachine(machine);
        second.OnMachine(machine);
    }

    public void OnProcess(ProcessEntry process)
    {
        first.OnProcess(process);
        second.OnProcess(process);
    }

    public void OnFd(long tid, FdEntry fd)
    {
        first.OnFd(tid, fd);
        second.OnFd(tid, fd);
    }

    public void OnUser(UserEntry user)
    {
        first.OnUser(user);
        second.OnUser(user);
    }

    public void OnGroup(GroupEntry group)
    {
        first.OnGroup(group);
        second.OnGroup(group);
    }

    public void OnInterface(InterfaceEntry networkInterface)
    {
        first.OnInterface(networkInterface);
        second.OnInterface(networkInterface);
    }

    public void OnTablesEnd()
    {
        first.OnTablesEnd();
        second.OnTablesEnd();
    }
}
