using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Older;

/// <summary>The tables of a section as sysdig 0.29.3 writes them: users and groups in lists, fds of the types that it knows.</summary>
sealed class OlderTables : ICaptureTables
{
    readonly List<UserEntry> _users = [];
    readonly List<GroupEntry> _groups = [];
    readonly List<FdEntry> _fds = [];
    readonly MemoryStream _bytes = new();
    readonly ScapWriter _writer;
    readonly ScapWriterTables _tables;
    long _tid;

    public OlderTables()
    {
        _writer = ScapWriter.Create(_bytes, "the tables", CaptureCompression.None);
        _tables = new ScapWriterTables(_writer, ProcessListBlock.AppendedBefore010);
    }

    /// <summary>Takes a block that is no event.</summary>
    public void Take(BlockType type, ReadOnlySpan<byte> block)
    {
        switch (type)
        {
            case BlockType.SectionHeader or BlockType.MachineInfo or BlockType.InterfaceListV2:
                _writer.Write(block);
                break;
            // Which age the capture is of is not what it was.
            case BlockType.Origin:
                break;
            default:
                TableBlocks.Read(type, block[8..^4], this);
                _tables.EndProcesses();
                EndFds();
                break;
        }
    }

    /// <summary>Users and groups come as events since libs 0.12.</summary>
    public bool Take(RawEvent e) => AccountEvents.Take(e, this);

    /// <summary>All of it.</summary>
    public byte[] End()
    {
        _tables.Accounts(_users, _groups);
        _writer.Close();
        return _bytes.ToArray();
    }

    public void OnProcess(ProcessEntry process) => _tables.Process(process);

    public void OnFd(long tid, FdEntry fd)
    {
        _tid = tid;
        _fds.Add(fd);
    }

    public void OnUser(UserEntry user) => _users.Add(user);

    public void OnGroup(GroupEntry group) => _groups.Add(group);

    public void OnInterface(InterfaceEntry networkInterface) => _tables.Interfaces([networkInterface]);

    public void OnMachine(MachineInfo machine) => _tables.Machine(machine);

    public void OnSection()
    {
    }

    public void OnTablesEnd()
    {
    }

    void EndFds()
    {
        if (_fds.Count > 0)
            _tables.Fds(_tid, _fds);
        _fds.Clear();
    }
}
