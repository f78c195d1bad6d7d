using System.Globalization;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Proc;

/// <summary>A process and its threads as /proc tells them.</summary>
static class ProcProcess
{
    const int MostArguments = 4096;
    const uint Thread = 8192 | 1;
    /// <summary>Nanoseconds of the ticks in which a process's start is told.</summary>
    const ulong Tick = 10_000_000;
    static readonly ulong s_bootTime = Processors.BootTime();

    /// <summary>One entry a thread, the main one first; none when the process has gone.</summary>
    public static IEnumerable<ProcessEntry> Read(int pid)
    {
        var folder = $"/proc/{pid}";
        if (Entry(folder, pid, pid) is not { } main)
            yield break;
        AddTexts(main);
        main.ExePath = WithoutDeleted(ProcFile.Link(folder + "/exe"));
        main.Cwd = WithoutDeleted(ProcFile.Link(folder + "/cwd"));
        main.Root = ProcFile.Link(folder + "/root");
        main.LoginUid = Number(ProcFile.Bytes(folder + "/loginuid")) is { } login ? (uint)login : uint.MaxValue;
        main.FdLimit = Limit(folder);
        yield return main;
        foreach (var name in Threads(folder))
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var tid) && tid != pid && Entry($"{folder}/task/{tid}", tid, pid) is { } thread)
            {
                (thread.Exe, thread.Args, thread.ExePath, thread.Root, thread.Cgroups) = (main.Exe, main.Args, main.ExePath, main.Root, main.Cgroups);
                (thread.LoginUid, thread.FdLimit, thread.Cwd) = (main.LoginUid, main.FdLimit, main.Cwd);
                thread.Flags = Thread;
                yield return thread;
            }
    }

    /// <summary>What stands in a process's own memory, and its cgroups.</summary>
    public static void AddTexts(ProcessEntry main)
    {
        var folder = $"/proc/{main.Pid}";
        var command = ProcFile.Bytes(folder + "/cmdline", MostArguments * 8);
        var nul = Array.IndexOf(command, (byte)0);
        // A process may write over it all, blanks instead of NULs as well.
        main.Exe = command.Length == 0 ? main.Comm : nul < 0 ? command : command[..nul];
        main.Args = nul < 0 || nul + 1 >= command.Length ? [] : command[(nul + 1)..];
        main.Env = ProcFile.Bytes(folder + "/environ", MostArguments);
        main.Cgroups = CgroupsOf(folder);
    }

    static string[] Threads(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder + "/task").Select(d => Path.GetFileName(d)!)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static ProcessEntry? Entry(string folder, int tid, int pid)
    {
        var stat = ProcFile.Bytes(folder + "/stat");
        // The name stands in brackets and may hold brackets and blanks itself.
        var (open, close) = (Array.IndexOf(stat, (byte)'('), Array.LastIndexOf(stat, (byte)')'));
        if (open < 0 || close < open)
            return null;
        var fields = Encoding.ASCII.GetString(stat, close + 2, Math.Max(0, stat.Length - close - 2)).Split(' ');
        if (fields.Length < 20)
            return null;
        var entry = new ProcessEntry
        {
            Tid = tid, Pid = pid, Comm = stat[(open + 1)..close],
            Ptid = Long(fields[1]), Pgid = Long(fields[2]), Sid = Long(fields[3]), Tty = (uint)Long(fields[4]),
            PfMinor = (ulong)Long(fields[7]), PfMajor = (ulong)Long(fields[9]), VTid = tid, VPid = pid, VPgid = Long(fields[2]),
            CloneTimestamp = s_bootTime + (ulong)Long(fields[19]) * Tick,
        };
        foreach (var line in ProcFile.Lines(folder + "/status"))
            Status(entry, line);
        return entry;
    }

    static void Status(ProcessEntry entry, string line)
    {
        var colon = line.IndexOf(':');
        if (colon < 0)
            return;
        var values = line[(colon + 1)..].Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (values.Length == 0)
            return;
        switch (line[..colon])
        {
            case "Uid" when values.Length > 1: entry.Uid = (uint)Long(values[1]); break;
            case "Gid" when values.Length > 1: entry.Gid = (uint)Long(values[1]); break;
            case "VmSize": entry.VmSizeKb = (uint)Long(values[0]); break;
            case "VmRSS": entry.VmRssKb = (uint)Long(values[0]); break;
            case "VmSwap": entry.VmSwapKb = (uint)Long(values[0]); break;
            case "NSpid": entry.VTid = Long(values[^1]); break;
            case "NStgid": entry.VPid = Long(values[^1]); break;
            case "NSpgid": entry.VPgid = Long(values[^1]); break;
            case "NSsid": entry.Sid = Long(values[^1]); break;
            case "CapInh": entry.CapInheritable = Hex(values[0]); break;
            case "CapPrm": entry.CapPermitted = Hex(values[0]); break;
            case "CapEff": entry.CapEffective = Hex(values[0]); break;
        }
    }

    /// <summary>As "subsystem=path", in the names that captures have; the hierarchy without controllers stands for those that have none of their own.</summary>
    static byte[] CgroupsOf(string folder)
    {
        var paths = new Dictionary<string, string>();
        foreach (var line in ProcFile.Lines(folder + "/cgroup"))
            if (line.Split(':', 3) is [_, var controllers, var path])
                foreach (var controller in controllers.Split(','))
                    paths[controller == "blkio" ? "io" : controller] = path;
        paths.TryGetValue("", out var unified);
        var text = new StringBuilder();
        foreach (var name in (ReadOnlySpan<string>)["cpuset", "cpu", "cpuacct", "io", "memory"])
            if ((paths.GetValueOrDefault(name) ?? unified) is { } path)
                text.Append(name).Append('=').Append(path).Append('\0');
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    static long Limit(string folder)
    {
        const string name = "Max open files";
        foreach (var line in ProcFile.Lines(folder + "/limits"))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..] && long.TryParse(soft, out var limit) ? limit : -1;
        return -1;
    }

    static byte[] WithoutDeleted(byte[] path) => path.AsSpan().EndsWith(" (deleted)"u8) ? path[..^10] : path;

    static long? Number(byte[] text) => long.TryParse(Encoding.ASCII.GetString(text).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static long Long(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0;

    static ulong Hex(string text) => ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
