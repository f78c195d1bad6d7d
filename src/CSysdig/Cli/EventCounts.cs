using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;
using CSysdig.Model.ToolOrder;

namespace CSysdig.Cli;

/// <summary>How often each event was seen (-S): every event type, and every system call that the driver did not look into.</summary>
sealed class EventCounts
{
    const int MaxRows = 100;
    /// <summary>What sysdig 0.29.3 knows of both; its order of equal counts depends on them.</summary>
    const int OldEvents = 336, OldSyscalls = 329;

    readonly long[] _events = new long[EventTable.Count];
    readonly long[] _syscalls = new long[1 << 16];
    int _highest;

    public void Add(RawEvent e)
    {
        if (e.Code is EventCode.GenericE or EventCode.GenericX)
            _syscalls[e.UInt16(0) * 2 + (e.IsExit ? 1 : 0) & 0xffff]++;
        else
        {
            _events[(int)e.Code]++;
            _highest = Math.Max(_highest, (int)e.Code);
        }
    }

    /// <summary>How many events were called so.</summary>
    public long Of(string name, Dialect dialect)
    {
        var wanted = Encoding.ASCII.GetBytes(name);
        long count = 0;
        for (var code = 0; code < _events.Length; code++)
            if (dialect.Name((EventCode)code).AsSpan().SequenceEqual(wanted))
                count += _events[code];
        for (var i = 0; i < _syscalls.Length; i++)
            if (_syscalls[i] > 0 && dialect.SyscallName(i / 2).SequenceEqual(wanted))
                count += _syscalls[i];
        return count;
    }

    /// <summary>The table, most frequent first.</summary>
    public void Write(Utf8Writer to, Dialect dialect)
    {
        to.Write("----------------------\nEvent           #Calls\n----------------------\n"u8);
        var rows = Rows();
        LibstdcppSort.Sort(rows, (a, b) => a.Count > b.Count);
        for (var i = 0; i < Math.Min(MaxRows, rows.Length) && rows[i].Count > 0; i++)
        {
            var (id, isSyscall, count) = rows[i];
            to.Write((id & 1) == 0 ? "> "u8 : "< "u8);
            var start = to.Length;
            to.Write(isSyscall ? dialect.SyscallName(id / 2) : dialect.Name((EventCode)id));
            to.Truncate(Math.Min(to.Length, start + 16));
            to.Fill((byte)' ', start + 16 - to.Length);
            to.Write(count);
            to.Write('\n');
        }
    }

    (int Id, bool IsSyscall, long Count)[] Rows()
    {
        var events = _highest < OldEvents ? OldEvents : EventTable.Count;
        var syscalls = Math.Max(OldSyscalls * 2, Array.FindLastIndex(_syscalls, c => c > 0) + 1);
        var rows = new (int, bool, long)[events + syscalls];
        for (var i = 0; i < events; i++)
            rows[i] = (i, false, _events[i]);
        for (var i = 0; i < syscalls; i++)
            rows[events + i] = (i, true, _syscalls[i]);
        return rows;
    }
}
