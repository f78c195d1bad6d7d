using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Cli;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Writing;

/// <summary>Captures of today written for sysdig 0.29.3 (<c>--compat 0.29 -w</c>): it reads them, and tells from them what we tell from the original.</summary>
public sealed class OlderCommandTests
{
    /// <summary>0.29.3 cuts texts above 1,023 bytes, by a room that grows as it goes: no more of a line is compared.</summary>
    const int MostOfLine = 1000;

    /// <summary>One that is made; with CSYSDIG_CAPTURES those of that folder that have exit events alone.</summary>
    public static TheoryData<string> Captures()
    {
        var data = new TheoryData<string>("");
        if (Environment.GetEnvironmentVariable("CSYSDIG_CAPTURES") is { Length: > 0 } folder)
            foreach (var file in Directory.GetFiles(folder, "newest-*.scap.gz"))
                data.Add(file);
        return data;
    }

    static string Make(string file)
    {
        var made = new ScapBuilder().Machine("here").Processes(Calls.Process(10, "it")).Fds(10, Calls.File(3, "/tmp/x"));
        for (var i = 0; i < 600; i++)
            made.Event(EventCode.SyscallReadX, 10, ScapBuilder.I64(1), [120], ScapBuilder.I64(3), ScapBuilder.U32(1));
        File.WriteAllBytes(file, made.ToArray());
        return file;
    }

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public void The_real_sysdig_reads_a_capture_of_exits(string file)
    {
        Skip.IfNot(RealSysdig.IsAvailable, "sysdig 0.29.3 is not installed: that it reads what is written for it was NOT tested");
        using var folder = new TemporaryFolder();
        var capture = file.Length > 0 ? file : Make(folder.File("new.scap"));
        foreach (var name in (string[])["old.scap", "old.scap.gz"])
        {
            var old = folder.File(name);
            Assert.Equal(0, SysdigCommand.Run(["-r", capture, "-w", old, "--compat", "0.29"]));
            AssertReadAlike(old);
        }
        AssertSameFacts(capture, folder.File("old.scap"));
    }

    /// <summary>The real sysdig and ours print the same, line by line.</summary>
    /// <param name="programs">Whose lines are compared; all where none is named.</param>
    internal static void AssertReadAlike(string old, params string[] programs)
    {
        var real = Lines(Encoding.Latin1.GetString(RealSysdig.Print(old)));
        var ours = Lines(SysdigProgram.Run(["--compat", "0.29", "-r", old]).Output);
        Assert.Equal(real.Length, ours.Length);
        for (var i = 0; i < real.Length; i++)
            // Of a process that it does not know 0.29.3 makes paths out of what lies about in its memory.
            Assert.True(real[i].Contains(" <NA> (") || programs.Length > 0 && !programs.Any(p => real[i].Contains($" {p} (")) || real[i].AsSpan()[..Math.Min(MostOfLine, real[i].Length)].SequenceEqual(ours[i].AsSpan()[..Math.Min(MostOfLine, ours[i].Length)]),
                $"line {i + 1}\nreal: {real[i]}\nours: {ours[i]}");
    }

    /// <summary>Each end of a call has the same process, parameters and file as in the original, but for what 0.29.3 has no word for.</summary>
    internal static void AssertSameFacts(string capture, string old)
    {
        var known = Facts(old, compat: true).ToLookup(f => (f.Time, f.Tid, f.Type));
        var compared = 0;
        foreach (var group in Facts(capture, compat: false).GroupBy(f => (f.Time, f.Tid, f.Type)))
        {
            if (!known.Contains(group.Key))
            {
                Assert.True(IsUnknown(group.First()), $"{group.Key} is missing");
                continue;
            }
            foreach (var (wanted, found) in group.Zip(known[group.Key]))
            {
                Assert.Equal((wanted.Time, wanted.Type, wanted.Process), (found.Time, found.Type, found.Process));
                foreach (var (parameter, value) in found.Params)
                    if (wanted.Params.TryGetValue(parameter, out var same) && same.Length == value.Length)
                        Assert.Equal(same, value);
                // Files that are known under no name, and sockets whose ends 0.29.3 takes from the wrong place, have no name to compare.
                if (TellsFile(wanted) && wanted.File.StartsWith('/') && found.File.Length > 0)
                    Assert.Equal(wanted.File, found.File.Replace("//", "/"));
                compared++;
            }
        }
        Assert.True(compared > 500, $"only {compared} events could be compared");
    }

    sealed record Fact(ulong Time, long Tid, string Type, string Process, string File, Dictionary<string, byte[]> Params, RawEventType Raw);

    sealed record RawEventType(EventCode Code, int Call);

    static bool TellsFile(Fact f) => f.Type is "read" or "write" or "openat" or "open" or "close" or "pread" or "pwrite" or "getdents64" or "fstat" or "readv" or "writev";

    static bool IsUnknown(Fact f) => f.Raw.Code is EventCode.GenericX ? f.Raw.Call > 328
        : (int)f.Raw.Code > 335 && (Syscalls.All.FirstOrDefault(c => c.Value == f.Type) is { Key: > 328 } || f.Type is "useradded" or "userdeleted" or "groupadded" or "groupdeleted");

    static IEnumerable<Fact> Facts(string capture, bool compat)
    {
        using var stream = EventStream.Open(capture, new StreamOptions { Compat = compat });
        while (stream.Next())
        {
            var e = stream.Current;
            if (e.Raw.IsEnter && (e.Info.Category & EventCategory.Syscall) != 0 || (e.Info.Category & EventCategory.MetaEvent) != 0)
                continue;
            var parameters = new Dictionary<string, byte[]>();
            for (var i = 0; i < e.Raw.ParamCount && i < e.Info.Params.Length; i++)
                parameters[e.Info.Params[i].Name] = e.Raw.Param(i).ToArray();
            var call = e.Code == EventCode.GenericX ? e.Raw.UInt16(0) : -1;
            yield return new Fact(e.Raw.Timestamp, e.Raw.Tid, Older(call >= 0 ? Syscalls.Name(call) ?? "" : e.Info.Name), Encoding.UTF8.GetString(e.Thread?.Comm ?? []),
                Encoding.UTF8.GetString(e.Fd?.Name ?? []), parameters, new RawEventType(e.Code, call));
        }
    }

    /// <summary>What a call is called there.</summary>
    static string Older(string type) => type switch
    {
        "dup2" or "dup3" => "dup",
        "accept4" => "accept",
        "eventfd2" => "eventfd",
        "signalfd4" => "signalfd",
        "pipe2" => "pipe",
        "umount2" => "umount",
        "inotify_init1" => "inotify_init",
        _ => type,
    };

    static string[] Lines(string output) => output.Split('\n');

    [Theory]
    [InlineData("x.scap.zst")]
    [InlineData("x.scap", "-z", "zstd")]
    public void What_the_older_sysdig_can_not_unpack_is_not_written(string file, params string[] compression)
    {
        using var folder = new TemporaryFolder();
        var run = SysdigProgram.Run(["--compat", "0.29", "-r", Repository.Sample("containers.scap.gz"), "-w", folder.File(file), .. compression]);
        Assert.Equal((1, "", "sysdig: sysdig 0.29.3 can't read zstd; with --compat 0.29 write a plain file, or .gz\n"), (run.ExitCode, run.Output, run.Errors));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void One_line_says_what_is_left_out()
    {
        using var folder = new TemporaryFolder();
        var capture = folder.File("new.scap");
        File.WriteAllBytes(capture, new ScapBuilder().Processes(Calls.Process(10, "it")).Event(EventCode.SyscallGetcwdX, 10, ScapBuilder.I64(1), ScapBuilder.Text("/"))
            .Event(EventCode.SyscallReadX, 10, ScapBuilder.I64(1), ScapBuilder.Text("x"), ScapBuilder.I64(3), ScapBuilder.U32(1)).Event(EventCode.GenericX, 10, ScapBuilder.U16(367), ScapBuilder.U16(332)).ToArray());
        var run = SysdigProgram.Run("--compat", "0.29", "-r", capture, "-w", folder.File("old.scap"));
        Assert.Equal((0, "", "sysdig: 1 events that sysdig 0.29.3 can't read were left out: 1 statx\n"), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(4, Slice.Lines(File.ReadAllBytes(folder.File("old.scap")), e => e.Info.Name).Count());
    }
}
