using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Story.Sessions;

/// <summary>Notes the connections that a session opened and accepted, and what went through them.</summary>
public static class TrafficWatch
{
    public static bool IsInternet(FdInfo? fd) => fd is { Type: FdType.IPv4 or FdType.IPv6 };

    public static void Connect(Event e, Session session, ThreadInfo thread)
    {
        if (IsInternet(e.Fd))
            Of(e.Fd!, e, session, thread, isIncoming: false)?.Connected(e.ErrorCode);
    }

    public static void Accept(Event e, Session session, ThreadInfo thread)
    {
        if (e.ErrorCode == 0 && IsInternet(e.Fd))
            Of(e.Fd!, e, session, thread, isIncoming: true);
    }

    public static void Move(Event e, Session session, ThreadInfo thread, bool isRead, long count)
    {
        if (e.Fd!.OpenedAt != 0)
            session.Moved(isRead, count);
        Of(e.Fd, e, session, thread, isIncoming: false)?.Moved(isRead, count);
    }

    static Traffic? Of(FdInfo fd, Event e, Session session, ThreadInfo thread, bool isIncoming)
    {
        // What was open before the capture is the server's, or older than the session.
        if (fd.OpenedAt == 0)
            return null;
        var traffic = session.Through(fd.OpenedAt)
            ?? session.Add(fd.OpenedAt, new Traffic(e.Timestamp, thread.Pid, thread.Comm) { IsIncoming = isIncoming });
        traffic?.Take(fd, e.Timestamp);
        return traffic;
    }
}
