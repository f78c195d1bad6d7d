using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Chisels.Summary;

/// <summary>How long a capture lasts, found by a look at its events' times alone.</summary>
static class CaptureSpan
{
    /// <summary>Nanoseconds from the first event to the last.</summary>
    /// <exception cref="CaptureException">The file can't be read.</exception>
    public static double Of(string path)
    {
        using var reader = ScapReader.Open(path, new NoTables());
        ulong first = 0, last = 0;
        while (reader.Next())
        {
            last = reader.Current.Timestamp;
            // Descriptions of containers that stand before all else tell of an earlier time.
            if (first == 0 && reader.Current.Code is not (EventCode.ContainerJsonE or EventCode.ContainerJson_2E))
                first = last;
        }
        return first == 0 ? 0 : unchecked((long)(last - first));
    }

    sealed class NoTables : ICaptureTables
    {
        public void OnSection()
        {
        }

        public void OnMachine(MachineInfo machine)
        {
        }

        public void OnProcess(ProcessEntry process)
        {
        }

        public void OnFd(long tid, FdEntry fd)
        {
        }

        public void OnUser(UserEntry user)
        {
        }

        public void OnGroup(GroupEntry group)
        {
        }

        public void OnInterface(InterfaceEntry networkInterface)
        {
        }

        public void OnTablesEnd()
        {
        }
    }
}
