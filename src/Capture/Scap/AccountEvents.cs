using CSysdig.Capture.Events;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Users and groups that come as events. Captures of libs before 0.12 are read today by a sysdig that doesn't know these
/// types and gives them no number; so that event numbers agree, they are table entries here and no events.
/// </summary>
static class AccountEvents
{
    /// <returns>False when the event is about something else.</returns>
    public static bool Take(RawEvent e, ICaptureTables tables)
    {
        switch (e.Code)
        {
            case EventCode.UserAddedE:
                if (e.Text(5).IsEmpty)
                    tables.OnUser(new UserEntry(e.UInt32(0), e.UInt32(1), e.Text(2).ToArray(), e.Text(3).ToArray(), e.Text(4).ToArray()));
                return true;
            case EventCode.GroupAddedE:
                if (e.Text(2).IsEmpty)
                    tables.OnGroup(new GroupEntry(e.UInt32(0), e.Text(1).ToArray()));
                return true;
            case EventCode.UserDeletedE or EventCode.GroupDeletedE:
                return true;
            default:
                return false;
        }
    }
}
