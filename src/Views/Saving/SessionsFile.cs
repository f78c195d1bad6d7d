using System.Text.Json;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Views.Layout;

namespace CSysdig.Views.Saving;

/// <summary>The login sessions of a capture for other programs (<c>-v sessions</c> with <c>-j</c> or <c>--raw</c>).</summary>
public static class SessionsFile
{
    /// <summary>A session a line, as JSON; times and durations in nanoseconds.</summary>
    public static void WriteJson(Stream output, CaptureHistory history)
    {
        foreach (var row in Read(history))
        {
            using (var json = new Utf8JsonWriter(output))
                Write(json, row, history.LastTimestamp);
            output.WriteByte((byte)'\n');
        }
        output.Flush();
    }

    /// <summary>A session a line, numbers right-aligned, no titles.</summary>
    public static void WriteRaw(Stream output, CaptureHistory history)
    {
        var columns = SessionColumns.View.Shown.Select((column, i) => new ScreenColumn(column, flexible: false, keeps: false) { Kind = SessionColumns.KindOf(i) }).ToList();
        var now = history.LastTimestamp;
        RawTable.WriteRows(output, Read(history), columns, (row, i) => SessionColumns.NumberOf(row, i, now), (row, i, to) => SessionColumns.Write(row, i, now, to), now);
    }

    static IReadOnlyList<SessionRow> Read(CaptureHistory history)
    {
        using var story = StoryRun.Start(history);
        story.Completion.Wait();
        return [.. story.Sessions.Rows.OrderBy(row => row.Start)];
    }

    static void Write(Utf8JsonWriter json, SessionRow row, ulong now)
    {
        json.WriteStartObject();
        json.WriteNumber("session", row.Number);
        json.WriteString("kind", row.Kind.ToString().ToLowerInvariant());
        json.WriteString("user", SafeText.ToString(row.User));
        json.WriteString("from", SafeText.ToString(row.From));
        json.WriteString("by", SafeText.ToString(row.By));
        json.WriteString("tty", row.Tty);
        json.WriteNumber("pid", row.Leader);
        json.WriteNumber("start", row.Start);
        json.WriteNumber("end", row.End);
        json.WriteBoolean("open", row.IsOpen);
        json.WriteBoolean("began_before", row.IsOlder);
        if (row.IsOpen)
            json.WriteNumber("idle", now - Math.Min(now, row.Active));
        if (row.Outcome is var (end, code))
            json.WriteNumber(end == CommandEnd.Exited ? "exit" : "signal", code);
        json.WriteNumber("failed_before", row.Failed);
        json.WriteNumber("findings", row.Findings);
        json.WriteNumber("running", row.Running);
        json.WriteNumber("processes", row.Processes);
        json.WriteNumber("commands", row.Commands);
        json.WriteNumber("bytes_in", row.BytesIn);
        json.WriteNumber("bytes_out", row.BytesOut);
        json.WriteString("runs_now", SafeText.ToString(row.Now));
        json.WriteBoolean("in_background", row.IsBehind);
        json.WriteEndObject();
    }
}
