using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Story.Sessions;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Renamed;

/// <summary>Renamed processes as text: a few lines each, those that pose as something first.</summary>
static class RenamedText
{
    public static void Write(Utf8Writer to, IReadOnlyList<Disguise> disguises, long leftOut, int width)
    {
        to.Write(disguises.Count switch
        {
            0 => "no process goes by a name that does not fit what it runs\n",
            1 => "1 process goes by a name that does not fit what it runs\n",
            var count => $"{count} processes go by a name that does not fit what they run\n",
        });
        foreach (var disguise in disguises)
            WriteOne(to, disguise, width);
        if (leftOut > 0)
            to.Write($"\n... and {leftOut} more times, for which there is no room\n");
    }

    static void WriteOne(Utf8Writer to, Disguise disguise, int width)
    {
        var origin = disguise.Origin;
        to.Write($"\npid {disguise.Pid}  ");
        ReportText.WriteCaptured(to, disguise.Title.Length > 0 ? disguise.Title : disguise.Comm, Math.Max(60, width - 40));
        if (!disguise.Comm.AsSpan().SequenceEqual(disguise.Title))
        {
            to.Write("  (comm "u8);
            ReportText.WriteCaptured(to, disguise.Comm);
            to.Write(')');
        }
        to.Write(disguise.Pose switch
        {
            Pose.KernelThread => "  ! poses as a thread of the kernel\n",
            Pose.Path => "  ! claims a path that it does not run\n",
            _ => "\n",
        });
        Label(to, "runs");
        ReportText.WriteCaptured(to, origin.ExePath.Length > 0 ? origin.ExePath : "an unknown file"u8, width);
        if (origin.ExePath.AsSpan().IndexOf("memfd:"u8) >= 0)
            to.Write(", which is in memory alone"u8);
        to.Write('\n');
        Label(to, "was");
        ReportText.WriteCaptured(to, origin.Line, Math.Max(60, width - 40));
        to.Write(origin.Time == 0 ? ", before the capture" : ", started ");
        if (origin.Time != 0)
            ReportText.WriteClock(to, origin.Time);
        if (origin.Pid != disguise.Pid)
            to.Write($" as pid {origin.Pid}, from which this one was forked");
        to.Write('\n');
        Label(to, disguise.Sign == Sign.Exec ? "named" : "renamed");
        if (disguise.Time != 0)
        {
            ReportText.WriteClock(to, disguise.Time);
            to.Write(", "u8);
        }
        to.Write(disguise.Sign switch
        {
            Sign.Exec => "by who started it",
            Sign.Prctl => "by itself (prctl)",
            Sign.Fork => "or before: a fork shows it",
            _ => "before the capture",
        });
        to.Write('\n');
        Label(to, "parent");
        to.Write(disguise.Parent);
        to.Write(' ');
        ReportText.WriteCaptured(to, disguise.ParentComm);
        to.Write(", user "u8);
        ReportText.WriteCaptured(to, disguise.User, 40);
        to.Write(disguise.End == 0 ? ", still running\n" : ", ended ");
        if (disguise.End != 0)
        {
            ReportText.WriteClock(to, disguise.End);
            to.Write('\n');
        }
        if (disguise.Traffic.Count == 0)
            return;
        Label(to, "network");
        to.Write("\n"u8);
        TrafficLines.WriteAll(to, disguise.Traffic.OrderBy(t => t.Time), width);
        if (disguise.TrafficLeftOut > 0)
            to.Write("... and more, for which there is no room\n"u8);
    }

    static void Label(Utf8Writer to, string text)
    {
        to.Write("  "u8);
        to.Write(text);
        to.Fill((byte)' ', 9 - text.Length);
    }
}
