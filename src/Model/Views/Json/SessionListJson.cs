using System.Text.Json;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>The login sessions of a capture as JSON, for <c>-v sessions -j</c>.</summary>
public static class SessionListJson
{
    /// <summary>A session a line; times and durations in nanoseconds.</summary>
    public static void Write(Stream output, CaptureHistory history)
    {
        foreach (var row in StoryRun.SessionsOf(history))
            Write(output, row, history.LastTimestamp, null);
        output.Flush();
    }

    /// <summary>The same of many captures in the order of time, each with its host and its file, and the host that it came from where that is one of them.</summary>
    public static void Write(Stream output, Fleet fleet)
    {
        using var stories = new FleetStory(fleet, null);
        stories.Start();
        stories.Completion.GetAwaiter().GetResult();
        foreach (var (capture, row) in stories.Report.Sessions.OrderBy(session => session.Row.Start))
            Write(output, row, capture!.History!.LastTimestamp, capture);
        output.Flush();
    }

    static void Write(Stream output, SessionRow row, ulong now, FleetCapture? of)
    {
        using (var json = new Utf8JsonWriter(output))
            Write(json, row, now, of);
        output.WriteByte((byte)'\n');
    }

    static void Write(Utf8JsonWriter json, SessionRow row, ulong now, FleetCapture? of)
    {
        json.WriteStartObject();
        if (of is not null)
        {
            json.WriteString("host", SafeText.Clean(of.Label));
            json.WriteString("capture", SafeText.Clean(of.Path));
            if (row.FromHost.Length > 0)
                json.WriteString("from_host", SafeText.ToString(row.FromHost));
        }
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
