using CSysdig.Chisels.Tables;
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
            to.Write("START             OUT       IN     TOOK  PROCESS               CONNECTION\n"u8);
        foreach (var traffic in view.Traffic.Take(Most))
            WriteLine(to, traffic, width);
        if (view.Traffic.Count > Most)
            to.Write($"... and {view.Traffic.Count - Most} more; -j has them\n");
        if (left > 0)
            to.Write($"... and more, for which there is no room ({left})\n");
    }

    static void WriteLine(Utf8Writer to, Traffic traffic, int width)
    {
        StoryText.WriteClock(to, traffic.Time);
        Bytes(traffic.BytesOut);
        Bytes(traffic.BytesIn);
        var start = to.Length;
        StoryText.WriteSpan(to, traffic.Last - traffic.Time);
        StoryText.ShiftRight(to, start, 9);
        to.Write("  "u8);
        start = to.Length;
        StoryText.WriteCaptured(to, traffic.Comm, 15);
        to.Write($" {traffic.Pid}");
        StoryText.Pad(to, start, 22);
        to.Write(ProtocolName(traffic.Protocol) + " ");
        StoryText.WriteCaptured(to, traffic.Name, Math.Max(60, width - 60));
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
            StoryText.ShiftRight(to, at, 9);
        }
    }

    public static string ProtocolName(byte protocol) => protocol switch { 2 => "tcp", 3 => "udp", 4 => "icmp", 5 => "raw", _ => "ip" };
}
