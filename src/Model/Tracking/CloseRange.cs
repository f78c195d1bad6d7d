
namespace CSysdig.Model.Tracking;

/// <summary>close_range: many fds at once, now or at the next execve.</summary>
static class CloseRange
{
    const uint AtExec = 1 << 2;

    public static void OnExit(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.Int64(0) < 0 || s.Threads.TableOf(thread) is not { } table)
            return;
        long first = s.Raw.UInt32(1), last = s.Raw.UInt32(2);
        var atExec = (s.Raw.UInt32(3) & AtExec) != 0;
        foreach (var (fd, info) in table.Open.ToArray())
        {
            if (fd < first || fd > last)
                continue;
            if (!atExec)
            {
                table.Remove(fd, s.Number, s.State.KeepHistory);
                continue;
            }
            var copy = info.Clone();
            copy.OpenFlags |= CloseOnExec.Flag;
            s.ReplaceFd(table, copy);
        }
    }
}
