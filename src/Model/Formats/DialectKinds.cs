using CSysdig.Capture.Events;

namespace CSysdig.Model.Formats;

/// <summary>What sysdig 0.29.3 said of event types and system calls otherwise than the event table of today.</summary>
static class DialectKinds
{
    /// <summary>Event types that were not yet known to be about an fd.</summary>
    static readonly EventCode[] s_withoutFd =
    [
        EventCode.SyscallMmapE, EventCode.SyscallMmapX, EventCode.SyscallMmap2E, EventCode.SyscallMmap2X, EventCode.SyscallSymlinkatX,
        EventCode.SyscallUnlinkat_2X, EventCode.SyscallMkdiratX, EventCode.SyscallFchmodatX, EventCode.SyscallFchmodX,
    ];

    /// <summary>The flags of every event type as 0.29.3 had them.</summary>
    public static EventFlags[] Flags()
    {
        var flags = new EventFlags[EventTable.Count];
        for (var code = 0; code < flags.Length; code++)
            flags[code] = EventTable.All[code].Flags;
        foreach (var code in s_withoutFd)
            flags[(int)code] &= ~EventFlags.UsesFd;
        flags[(int)EventCode.SyscallFstat64X] |= EventFlags.UsesFd;
        flags[(int)EventCode.SocketSendmmsgX] = flags[(int)EventCode.SocketRecvmmsgX] = EventFlags.None;
        flags[(int)EventCode.Schedswitch_1X] |= EventFlags.SkipParseReset;
        flags[(int)EventCode.Schedswitch_6X] |= EventFlags.SkipParseReset;
        return flags;
    }

    /// <summary>The category of every system call by its code; a call that the driver did not look into has that of its own.</summary>
    public static EventCategory[] Syscalls()
    {
        var categories = new EventCategory[Capture.Events.Syscalls.All.Keys.Max() + 1];
        using var stream = typeof(DialectKinds).Assembly.GetManifestResourceStream("syscall-categories-0.29.tsv")
            ?? throw new InvalidOperationException("resource syscall-categories-0.29.tsv is missing");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var cells = line.Split('\t');
            var category = Enum.Parse<EventCategory>(cells[0].Replace("_", ""), ignoreCase: true);
            foreach (var range in cells[1].Split(' '))
            {
                var dash = range.IndexOf('-');
                var from = int.Parse(dash < 0 ? range : range[..dash]);
                var to = dash < 0 ? from : int.Parse(range.AsSpan(dash + 1));
                Array.Fill(categories, category, from, to - from + 1);
            }
        }
        return categories;
    }
}
