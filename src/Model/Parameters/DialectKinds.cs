using CSysdig.Capture.Events;

namespace CSysdig.Model.Parameters;

/// <summary>The categories that sysdig 0.29.3 gave system calls, otherwise than the event table of today.</summary>
static class DialectKinds
{
    /// <summary>The category of every system call by its code; a call that the driver did not look into has that of its own.</summary>
    public static EventCategory[] Syscalls()
    {
        var categories = new EventCategory[Capture.Events.Syscalls.All.Keys.Max() + 1];
        foreach (var line in EventTable.Lines("syscall-categories-0.29.tsv"))
        {
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
