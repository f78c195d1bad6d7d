using System.Text.Json;
using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Story.Sessions;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Renamed;

/// <summary>Renamed processes as JSON, one object and line each.</summary>
static class RenamedJson
{
    public static void Write(Utf8Writer to, IReadOnlyList<Disguise> disguises)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var disguise in disguises)
        {
            using (var writer = new Utf8JsonWriter(json))
                WriteOne(writer, disguise);
            to.Write(json.WrittenSpan);
            to.Write('\n');
            json.ResetWrittenCount();
        }
    }

    static void WriteOne(Utf8JsonWriter w, Disguise disguise)
    {
        w.WriteStartObject();
        w.WriteNumber("pid", disguise.Pid);
        w.WriteString("comm", ReportText.Captured(disguise.Comm));
        w.WriteString("argv", ReportText.Captured(disguise.Title));
        w.WriteString("poses_as", disguise.Pose switch { Pose.KernelThread => "kernel thread", Pose.Path => "path", _ => null });
        w.WriteString("exe_path", ReportText.Captured(disguise.Origin.ExePath));
        w.WriteString("was", ReportText.Captured(disguise.Origin.Line));
        w.WriteNumber("was_pid", disguise.Origin.Pid);
        Time(w, "started", disguise.Origin.Time);
        Time(w, "renamed", disguise.Time);
        w.WriteString("sign", disguise.Sign switch { Sign.Exec => "exec", Sign.Prctl => "prctl", Sign.Fork => "fork", _ => "before the capture" });
        w.WriteNumber("parent", disguise.Parent);
        w.WriteString("parent_comm", ReportText.Captured(disguise.ParentComm));
        w.WriteString("user", ReportText.Captured(disguise.User));
        Time(w, "end", disguise.End);
        w.WriteStartArray("connections");
        foreach (var traffic in disguise.Traffic.OrderBy(t => t.Time))
            TrafficLines.WriteJson(w, traffic);
        w.WriteEndArray();
        w.WriteEndObject();
    }

    static void Time(Utf8JsonWriter w, string name, ulong time)
    {
        if (time == 0)
            w.WriteNull(name);
        else
            w.WriteNumber(name, time);
    }
}
