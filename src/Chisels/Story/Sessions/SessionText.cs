using CSysdig.Chisels.Printing;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>Sessions as text: a table of all of them, then a block each.</summary>
static class SessionText
{
    public static void Write(Utf8Writer to, SessionReport report, int width)
    {
        WriteCounts(to, report);
        if (report.Sessions.Count > 0)
            WriteOverview(to, report);
        WriteStrays(to, report);
        foreach (var view in report.Sessions)
        {
            to.Write('\n');
            SessionLines.Write(to, view, width);
        }
    }

    public static void WriteCounts(Utf8Writer to, SessionReport report)
    {
        to.Write(report.Sessions.Count == 0 ? "no login session" : report.Sessions.Count == 1 ? "1 login session" : $"{report.Sessions.Count} login sessions");
        var failures = report.Strays.Sum(f => f.Tries) + report.Sessions.GroupBy(v => v.Address).Sum(g => g.Max(v => v.Tries));
        if (failures > 0)
            to.Write($", {failures} failed login{(failures == 1 ? "" : "s")}");
        to.Write('\n');
        if (report.SessionsLeftOut > 0)
            to.Write($"{report.SessionsLeftOut} more sessions are left out: a filter by time or process chooses others\n");
        if (report.FailuresLeftOut > 0)
            to.Write($"{report.FailuresLeftOut} more failed logins are left out\n");
    }

    public static void WriteOverview(Utf8Writer to, SessionReport report)
    {
        to.Write("\n  #  USER        FROM              START         TOOK  COMMANDS  FILES  CONNECTIONS\n"u8);
        foreach (var view in report.Sessions)
        {
            var session = view.Session;
            ReportText.WriteCount(to, view.Number, 3);
            to.Write("  "u8);
            Column(to, 12, () => ReportText.WriteCaptured(to, session.User, 11));
            Column(to, 18, () => WriteFrom(to, view));
            if (session.IsOlder)
                to.Write("before  "u8);
            else
                TimeText.WriteClock(to, session.Start, nanoseconds: false);
            var start = to.Length;
            if (session.End == 0)
                to.Write("open"u8);
            else
                ReportText.WriteSpan(to, session.End - session.Start);
            ReportText.ShiftRight(to, start, 10);
            ReportText.WriteCount(to, session.Commands.Count + session.CommandsLeftOut, 10);
            ReportText.WriteCount(to, view.Files.Count + session.FilesLeftOut, 7);
            ReportText.WriteCount(to, view.Traffic.Count + session.TrafficLeftOut, 13);
            to.Write('\n');
        }
    }

    /// <summary>Where somebody came from, in few words.</summary>
    public static void WriteFrom(Utf8Writer to, SessionView view)
    {
        var session = view.Session;
        if (view.Address.Length > 0)
            to.Write(view.Address);
        else if (session.Kind == SessionKind.Container)
            ReportText.WriteCaptured(to, session.Container!.Name, 17);
        else
            to.Write(session.Kind == SessionKind.Switch ? "su, sudo" : TtyName.Of(session.Tty));
    }

    public static void WriteStrays(Utf8Writer to, SessionReport report)
    {
        const int Most = 20;
        if (report.Strays.Count == 0)
            return;
        to.Write("\nFailed logins from addresses that never got in:\n"u8);
        var groups = report.Strays.GroupBy(f => SessionReport.AddressOf(f.Address)).OrderByDescending(g => g.Sum(f => f.Tries)).ToList();
        foreach (var group in groups.Take(Most))
        {
            to.Write("  "u8);
            Column(to, 18, () => to.Write(group.Key));
            ReportText.WriteCount(to, group.Sum(f => f.Tries), 6);
            to.Write("  "u8);
            TimeText.WriteClock(to, group.Min(f => f.Time), nanoseconds: false);
            to.Write(" to "u8);
            TimeText.WriteClock(to, group.Max(f => f.Time), nanoseconds: false);
            to.Write("  as "u8);
            WriteUsers(to, group.GroupBy(f => ReportText.Captured(f.User)).Select(g => (g.Key, g.Count())));
            to.Write('\n');
        }
        if (groups.Count > Most)
            to.Write($"  and {groups.Count - Most} more addresses\n");
    }

    /// <summary>root x3, a user that does not exist x2</summary>
    public static void WriteUsers(Utf8Writer to, IEnumerable<(string User, int Count)> users)
    {
        const int Most = 8;
        var all = users.ToList();
        for (var i = 0; i < Math.Min(Most, all.Count); i++)
        {
            if (i > 0)
                to.Write(", "u8);
            var (user, count) = all[i];
            if (user is "" or "unknown")
                to.Write(user.Length == 0 ? "nobody (none was named)"u8 : "a user that does not exist"u8);
            else
                ReportText.WriteCaptured(to, System.Text.Encoding.UTF8.GetBytes(user), 40);
            if (count > 1)
                to.Write($" x{count}");
        }
        if (all.Count > Most)
            to.Write($" and {all.Count - Most} others");
    }

    /// <summary>Writes something and fills up to so many characters.</summary>
    public static void Column(Utf8Writer to, int columns, Action write)
    {
        var start = to.Length;
        write();
        ReportText.Pad(to, start, columns);
    }
}
