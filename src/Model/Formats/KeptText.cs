using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>
/// The text of neighbouring fields that depend on the thread's version and the fd's alone. The two events of a call, and most
/// calls of a loop, have the same, so it is kept for the pairs of late.
/// </summary>
sealed class KeptText(bool usesFd)
{
    const int Entries = 128;
    /// <summary>A longer text costs more to keep than it saves.</summary>
    const int LongestText = 256;

    struct Entry
    {
        public ThreadInfo? Thread;
        public FdInfo? Fd;
        public byte[] Text;
        public int Length;
    }

    readonly Entry[] _entries = new Entry[Entries];

    /// <summary>Whether the fields say the same at every event with this event's thread and fd.</summary>
    public bool Applies(Event e) => usesFd ? HasFd(e) : e.Thread is not null;

    /// <summary>The event has a thread and an fd, and did not fail: fields of the fd go by its version.</summary>
    public static bool HasFd(Event e) => e.Thread is not null && e.Fd is not null && e.ErrorCode == 0 && e.HasFd;

    public bool TryWrite(Utf8Writer to, Event e)
    {
        ref var entry = ref EntryOf(e);
        if (!ReferenceEquals(entry.Thread, e.Thread) || usesFd && !ReferenceEquals(entry.Fd, e.Fd))
            return false;
        to.Write(entry.Text.AsSpan(0, entry.Length));
        return true;
    }

    public void Keep(ReadOnlySpan<byte> text, Event e)
    {
        if (text.Length > LongestText)
            return;
        ref var entry = ref EntryOf(e);
        entry.Thread = e.Thread;
        entry.Fd = usesFd ? e.Fd : null;
        if (entry.Text is null || entry.Text.Length < text.Length)
            entry.Text = new byte[Math.Max(32, text.Length)];
        text.CopyTo(entry.Text);
        entry.Length = text.Length;
    }

    ref Entry EntryOf(Event e) => ref _entries[(e.Thread!.Tid + (usesFd ? e.Fd!.Fd * 31 : 0)) & (Entries - 1)];
}
