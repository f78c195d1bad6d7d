using System.Text.Json;
using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>The connections of a session, a line each, in the order in which they were opened.</summary>
static class TrafficLines
{
    const int Most = 200;

    public static void Write(Utf8Writer to, SessionView view, int width)
    {
        var left = view.Session.TrafficLeftOut;
        to.Write($"\nConnections ({view.Traffic.Count + left})\n");
        if (view.Traffic.Count > 0)
            WriteAll(to, view.Traffic.Take(Most), width);
        if (view.Traffic.Count > Most)
            to.Write($"... and {view.Traffic.Count - Most} more; -j has them\n");
        if (left > 0)
            to.Write($"... and more, for which there is no room ({left})\n");
    }

    /// <summary>A head, and a line each.</summary>
    public static void WriteAll(Utf8Writer to, IEnumerable<Traffic> all, int width)
    {
        to.Write("START             OUT       IN     TOOK  PROCESS               CONNECTION\n"u8);
        foreach (var traffic in all)
            WriteLine(to, traffic, width);
    }

    static void WriteLine(Utf8Writer to, Traffic traffic, int width)
    {
        ReportText.WriteClock(to, traffic.Time);
        Bytes(traffic.BytesOut);
        Bytes(traffic.BytesIn);
        var start = to.Length;
        ReportText.WriteSpan(to, traffic.Last - traffic.Time);
        ReportText.ShiftRight(to, start, 9);
        to.Write("  "u8);
        start = to.Length;
        ReportText.WriteCaptured(to, traffic.Comm, 15);
        to.Write($" {traffic.Pid}");
        ReportText.Pad(to, start, 22);
        to.Write(ProtocolName(traffic.Protocol) + " ");
        ReportText.WriteCaptured(to, traffic.Name, Math.Max(60, width - 60));
        if (traffic.IsIncoming)
            to.Write("  ACCEPTED"u8);
        if (traffic.IsFlood)
            to.Write("  FLOOD"u8);
        if (traffic.Error != 0)
        {
            to.Write("  failed: "u8);
            if (Errnos.Name(traffic.Error) is { IsEmpty: false } name)
                to.Write(name);
            else
                to.Write((long)traffic.Error);
        }
        to.Write('\n');

        void Bytes(long bytes)
        {
            var at = to.Length;
            Amounts.WriteBytes(to, bytes);
            ReportText.ShiftRight(to, at, 9);
        }
    }

    /// <summary>One connection as a JSON object.</summary>
    public static void WriteJson(Utf8JsonWriter w, Traffic traffic)
    {
        w.WriteStartObject();
        w.WriteNumber("start", traffic.Time);
        w.WriteNumber("last", traffic.Last);
        w.WriteString("protocol", TrafficLines.ProtocolName(traffic.Protocol));
        w.WriteString("name", ReportText.Captured(traffic.Name));
        w.WriteNumber("bytes_out", traffic.BytesOut);
        w.WriteNumber("bytes_in", traffic.BytesIn);
        w.WriteNumber("calls_out", traffic.CallsOut);
        w.WriteNumber("calls_in", traffic.CallsIn);
        w.WriteBoolean("incoming", traffic.IsIncoming);
        w.WriteBoolean("flood", traffic.IsFlood);
        w.WriteNumber("errno", traffic.Error);
        w.WriteNumber("pid", traffic.Pid);
        w.WriteString("process", ReportText.Captured(traffic.Comm));
        w.WriteEndObject();
    }

    static string ProtocolName(byte protocol) => protocol switch { 2 => "tcp", 3 => "udp", 4 => "icmp", 5 => "raw", _ => "ip" };
}
