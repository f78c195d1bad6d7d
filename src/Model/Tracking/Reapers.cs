
namespace CSysdig.Model.Tracking;

/// <summary>prctl(PR_SET_CHILD_SUBREAPER): a process that takes in its descendants' orphans.</summary>
static class Reapers
{
    const uint SetSubreaper = 36, GetSubreaper = 37;

    public static void OnPrctl(StateEngine s)
    {
        if (s.Raw.Int64(0) < 0 || s.Raw.UInt32(1) is not (SetSubreaper or GetSubreaper) || s.Thread is not { } thread)
            return;
        if (!GroupedFamilies.IsUnknown(thread.Newest) && thread.Group is { } group)
            group.IsReaper = s.Raw.Int64(3) != 0;
    }
}
