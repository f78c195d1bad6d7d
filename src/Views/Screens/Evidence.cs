using CSysdig.Model;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>The ways from a line of a transcript to the events that it was told from.</summary>
static class Evidence
{
    /// <summary>A command's process; the bytes of a file or connection; else the event itself among those of its process.</summary>
    public static Screen Of(IScreenHost host, TranscriptEntry entry, SessionRow session) => entry switch
    {
        CommandEntry { End: not CommandEnd.ChangedDirectory } => Ways.Open(host, ViewCatalog.Find("procs", host.Containers)!, ProcessOf(entry, session)),
        FileEntry { Bytes: > 0 } file => new EchoScreen(host, Bytes(file.Path, [.. file.Pids.Span], file.Time, file.Last), all: true),
        ConnectionEntry { BytesIn: > 0 } or ConnectionEntry { BytesOut: > 0 } when entry is ConnectionEntry c => new EchoScreen(host, Bytes(c.Name, [.. session.Pids.Span, c.Pid], c.Time, c.Last), all: true),
        TerminalEntry line => At(host, ProcessOf(entry, session), TerminalReader.RowOf(host.History, line.Number)),
        _ => At(host, ProcessOf(entry, session), entry.Time == 0 ? 0 : host.History.RowAfter(entry.Time - 1)),
    };

    /// <summary>What the process of a line did while it was that, and part of the session.</summary>
    public static Selection ProcessOf(TranscriptEntry entry, SessionRow session)
    {
        var (from, until) = entry is CommandEntry { End: not CommandEnd.ChangedDirectory } command ? (command.Time, command.EndTime) : (session.Start, session.End);
        return new Selection($"proc.pid={entry.Pid}") { Range = new TimeRange(from, until > 0 ? until : ulong.MaxValue) };
    }

    static Selection Bytes(byte[] name, long[] pids, ulong from, ulong until) =>
        new($"proc.pid in ({string.Join(", ", pids.Distinct())}) and {FieldCheck.Equal("fd.name", SafeText.ToString(name), isText: true)}") { Range = new TimeRange(from, until) };

    static DigScreen At(IScreenHost host, Selection selection, long row)
    {
        var dig = new DigScreen(host, selection);
        dig.GoTo(row);
        return dig;
    }
}
