using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;
using CSysdig.Capture.Live.Proc;

namespace CSysdig.Capture.Live.Usage;

/// <summary>The same from /proc, a file a thread. There times are in ticks already.</summary>
sealed class ProcUsage : IUsageTable
{
    // Counted from the state, which stands behind the name.
    const int UserAt = 11, SystemAt = 12, ThreadsAt = 17, SizeAt = 20, ResidentAt = 21;

    public bool Read(List<ThreadUsage> into)
    {
        foreach (var pid in ProcTable.Pids())
            Read(pid, into);
        return true;
    }

    public void Dispose()
    {
    }

    static void Read(int pid, List<ThreadUsage> into)
    {
        // That of the process itself counts its other threads as well.
        if (Read(pid, pid) is not var (main, threads))
            return;
        into.Add(main);
        if (threads == 1)
            return;
        try
        {
            foreach (var folder in Directory.EnumerateDirectories($"/proc/{pid}/task"))
                if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var tid) && tid != pid && Read(tid, pid) is var (thread, _))
                    into.Add(thread);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not for us to see.
        }
    }

    static (ThreadUsage Usage, ulong Threads)? Read(int tid, int pid)
    {
        Span<byte> path = stackalloc byte[64], stat = stackalloc byte[1024];
        Utf8.TryWrite(path, $"/proc/{pid}/task/{tid}/stat\0", out var length);
        return Parse(stat[..ProcFile.Begin(path[..length], stat)], tid, pid);
    }

    /// <summary>A thread's line, and how many threads its process has; null where that is no such line.</summary>
    public static (ThreadUsage Usage, ulong Threads)? Parse(ReadOnlySpan<byte> stat, int tid, int pid)
    {
        // The name stands in brackets and may hold brackets and blanks itself.
        var close = stat.LastIndexOf((byte)')');
        if (close < 0 || close + 2 > stat.Length)
            return null;
        stat = stat[(close + 2)..];
        var state = stat.Length > 0 ? stat[0] : (byte)0;
        ulong user = 0, system = 0, threads = 0, size = 0;
        for (var index = 0; index <= ResidentAt; index++)
        {
            var blank = stat.IndexOf((byte)' ');
            if (blank < 0)
                return null;
            Utf8Parser.TryParse(stat[..blank], out ulong number, out _);
            stat = stat[(blank + 1)..];
            switch (index)
            {
                case UserAt: user = number * ProcessorTime.Tick; break;
                case SystemAt: system = number * ProcessorTime.Tick; break;
                case ThreadsAt: threads = number; break;
                case SizeAt: size = number; break;
                case ResidentAt: return (new ThreadUsage(tid, pid, user, system, user + system, (uint)(size >> 10), (uint)(number * (ulong)Environment.SystemPageSize >> 10)) { State = state }, threads);
            }
        }
        return null;
    }
}
