using CSysdig.Chisels.Printing;
using CSysdig.Model.Filters;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Snapshots;

/// <summary>The open fds of every thread.</summary>
sealed class LsofChisel(ChiselSetup setup) : SnapshotChisel
{
    Filter? _filter;

    public override void Begin(EventStream stream)
    {
        base.Begin(stream);
        _filter = setup.Arguments is [{ Length: > 0 } text, ..] ? Filter.Parse(text, stream.State) : null;
    }

    protected override void Print(Utf8Writer to)
    {
        to.Write("COMMAND             PID     TID     USER    FD      TYPE        NAME\n"u8);
        foreach (var (thread, _, fds) in OpenFds.Of(Stream, _filter).OrderBy(t => t.Thread.Tid))
            foreach (var (number, fd) in fds)
            {
                Columns.WriteCaptured(to, thread.Comm, 20, setup);
                Columns.WriteNumber(to, (uint)thread.Pid, 8);
                Columns.WriteNumber(to, thread.Tid, 8);
                Columns.WriteCaptured(to, thread.User?.Name ?? "<NA>"u8, 8, setup);
                Columns.WriteNumber(to, (int)number, 8);
                Columns.Write(to, FdText.TypeName(fd.Type), 12);
                Columns.WriteCaptured(to, fd.Name, setup, strips: true);
                to.Write('\n');
            }
    }
}
