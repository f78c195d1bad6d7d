using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Snapshots;

/// <summary>Every thread with its user, memory and limit of fds; with a filter those alone that have an fd which it lets pass.</summary>
sealed class PsChisel(ChiselSetup setup) : SnapshotChisel
{
    Filter? _filter;

    public override void Begin(EventStream stream)
    {
        base.Begin(stream);
        _filter = setup.Arguments is [{ Length: > 0 } text, ..] ? Filter.Parse(text, stream.State) : null;
    }

    protected override void Print(Utf8Writer to)
    {
        to.Write("TID     PID     USER        VIRT       RES        FDLIMIT   CMD                 \n"u8);
        foreach (var (thread, tracked, _) in OpenFds.Of(Stream, _filter).OrderBy(t => t.Thread.Tid))
        {
            var memory = tracked.Memory.Newest;
            Columns.WriteNumber(to, thread.Tid, 8);
            Columns.WriteNumber(to, (uint)thread.Pid, 8);
            Columns.WriteCaptured(to, thread.User?.Name ?? "<NA>"u8, 12, setup);
            WriteKilobytes(to, memory?.VmSizeKb ?? 0);
            WriteKilobytes(to, memory?.VmRssKb ?? 0);
            Columns.WriteNumber(to, (uint)thread.FdLimit, 10);
            Columns.WriteCaptured(to, thread.Comm, setup);
            to.Write('\n');
        }
    }

    static void WriteKilobytes(Utf8Writer to, uint kilobytes)
    {
        var start = to.Length;
        Amounts.WriteBytes(to, kilobytes * 1024.0);
        Columns.PadFrom(to, start, 11);
    }
}
