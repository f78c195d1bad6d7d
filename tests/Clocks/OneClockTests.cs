using CSysdig.Model.History.Cache;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Clocks;

/// <summary>Both programs, where a zone has summer time, on captures of its winter and its summer: one clock everywhere.</summary>
public sealed class OneClockTests : IDisposable
{
    const string Berlin = "Europe/Berlin";
    const ulong Second = 1_000_000_000;
    /// <summary>2026-01-15 12:00:00 UTC, 2026-07-15 12:00:00 UTC, and the second before summer time ends in 2026.</summary>
    const ulong Winter = 1_768_478_400 * Second, Summer = 1_784_116_800 * Second, LastOfSummer = 1_792_889_999 * Second;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Somebody reads at some times.</summary>
    string Capture(params ulong[] times)
    {
        var b = new ScapBuilder().Processes(Calls.Process(1, "init"), Calls.Process(20, "cat")).Fds(20, Calls.File(3, "/etc/passwd"));
        foreach (var time in times)
        {
            b.Time = time;
            b.Read(20, 3, "hello");
        }
        var file = _folder.File("times.scap");
        File.WriteAllBytes(file, b.ToArray());
        return file;
    }

    static string Sysdig(string zone, params string[] arguments)
    {
        var result = SysdigProgram.RunIn(new() { ["TZ"] = zone }, arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return result.Output;
    }

    [Theory]
    [InlineData(Berlin, "2026-01-15 13:00:00.000001000", "2026-07-15 14:00:00.000001000")]
    [InlineData("Asia/Kolkata", "2026-01-15 17:30:00.000001000", "2026-07-15 17:30:00.000001000")]
    [InlineData("Australia/Adelaide", "2026-01-15 22:30:00.000001000", "2026-07-15 21:30:00.000001000")]
    [InlineData("UTC", "2026-01-15 12:00:00.000001000", "2026-07-15 12:00:00.000001000")]
    public void Lines_and_filters_go_by_the_offset_of_the_events_date(string zone, string winter, string summer)
    {
        var file = Capture(Winter, Summer);
        var lines = Sysdig(zone, "-r", file, "-p", "%evt.datetime|%evt.time|%evt.outputtime|%evt.time.s|%evt.datetime.s", "evt.type=read and evt.dir='<'").Split('\n');
        Assert.Equal($"{winter}|{winter[11..]}|{winter[11..]}|{winter[11..19]}|{winter[..19]}", lines[0]);
        Assert.Equal($"{summer}|{summer[11..]}|{summer[11..]}|{summer[11..19]}|{summer[..19]}", lines[1]);
        foreach (var (time, line) in new[] { (winter, 0), (summer, 1) })
            foreach (var filter in new[] { $"evt.datetime='{time}'", $"evt.rawtime>='{time[..19]}' and evt.rawtime<='{time[..19]}.5'", $"evt.time='{time[11..]}' and evt.datetime startswith {time[..10]}",
                $"evt.rawtime>='{time[11..19]}' and evt.rawtime<='{time[11..19]}.5' and evt.datetime startswith {time[..10]}" })
                Assert.Equal(lines[line] + "\n", Sysdig(zone, "-r", file, "-p", "%evt.datetime|%evt.time|%evt.outputtime|%evt.time.s|%evt.datetime.s", "evt.type=read and evt.dir='<' and", filter));
    }

    [Fact]
    public void Across_a_change_the_clock_goes_back_and_what_comes_twice_is_told_by_its_zone()
    {
        var file = Capture(LastOfSummer, LastOfSummer + Second);
        Assert.Equal("02:59:59\n02:00:00\n", Sysdig(Berlin, "-r", file, "-p", "%evt.time.s", "evt.type=read and evt.dir='<'"));
        Assert.Equal("02:00:00\n", Sysdig(Berlin, "-r", file, "-p", "%evt.time.s", "evt.type=read and evt.dir='<' and evt.rawtime>=2026-10-25T02:00:00+01:00"));
        Assert.Equal("02:59:59\n02:00:00\n", Sysdig(Berlin, "-r", file, "-p", "%evt.time.s", "evt.type=read and evt.dir='<' and evt.rawtime>='2026-10-25 02:00:00'"));
    }

    [Fact]
    public void Utc_is_an_option_and_sysdigs_own_clock_another()
    {
        var file = Capture(Winter, Summer);
        string[] arguments = ["-r", file, "-p", "%evt.time.s", "evt.type=read and evt.dir='<'"];
        Assert.Equal("12:00:00\n12:00:00\n", Sysdig(Berlin, ["--utc", .. arguments]));
        Assert.Equal("12:00:00\n12:00:00\n", Sysdig(Berlin, ["--utc", "--compat", "0.29", .. arguments]));
        var today = TimeZoneInfo.FindSystemTimeZoneById(Berlin).GetUtcOffset(DateTimeOffset.UtcNow).Hours + 12;
        Assert.Equal($"{today}:00:00\n{today}:00:00\n", Sysdig(Berlin, ["--compat", "0.29", .. arguments]));
    }

    [Theory]
    [InlineData(Berlin, "13", "14"), InlineData("UTC", "12", "12")]
    public void Names_of_written_files_and_scripts_go_by_it_too(string zone, string winter, string summer)
    {
        var file = Capture(Winter, Summer);
        Sysdig(zone, "-r", file, "-G", "3600", "-w", _folder.File("at-%H.scap"));
        Assert.Equal(new[] { $"at-{winter}.scap", $"at-{summer}.scap" }.Distinct(), Directory.GetFiles(_folder.Path, "at-*").Select(Path.GetFileName).Order());
        var script = _folder.File("clock.lua");
        File.WriteAllText(script, $"description=''; short_description=''; category=''; args={{}}\nfunction on_init() print(os.date('%H', {Winter / Second}), os.date('%H', {Summer / Second})) return true end\n");
        Assert.StartsWith($"{winter}\t{summer}\n", Sysdig(zone, "-r", file, "-c", script));
    }

    /// <summary>Header, echo, dig and the story of one capture, on one screen after the other.</summary>
    [SkippableTheory]
    [InlineData(new string[0], "13:00:00 – 13:00:02 +01:00", "13:00:01", "13:00:02")]
    [InlineData(new[] { "--utc" }, "12:00:00 – 12:00:02", "12:00:01", "12:00:02")]
    public void Screens_show_one_clock(string[] options, string header, string second, string third)
    {
        Skip.IfNot(TmuxDriver.IsAvailable);
        var file = Capture(Winter, Winter + Second, Winter + 2 * Second);
        using var tmux = new TmuxDriver(120, 30, TmuxDriver.Program, ["-r", file, "-v", "files", .. options], Berlin);
        tmux.WaitFor(header, "/etc/passwd");
        tmux.Press("e").WaitFor("hello", $"until {third}.000001");
        tmux.Press("d").WaitFor(second + ".000001000", third + ".000001000");
    }

    [Fact]
    public void What_is_remembered_of_a_capture_is_remembered_for_its_options_and_its_clock()
    {
        var file = Repository.Sample("honeypot.scap.gz");
        var (utc, berlin) = (LocalClock.Utc, new LocalClock(TimeZoneInfo.FindSystemTimeZoneById(Berlin)));
        var names = new List<string?>
        {
            CacheKey.NameOf(file, new StreamOptions(), utc), CacheKey.NameOf(file, new StreamOptions(), berlin),
            CacheKey.NameOf(file, new StreamOptions(), LocalClock.AsTools(TimeZoneInfo.FindSystemTimeZoneById(Berlin), DateTimeOffset.UtcNow)),
            CacheKey.NameOf(file, new StreamOptions { Suppressed = ["a"] }, utc),
        };
        // Whichever options there are: each that is set makes another name, but for the one that every history has.
        foreach (var option in typeof(StreamOptions).GetProperties().Where(p => p.CanWrite && p.Name is not (nameof(StreamOptions.Suppressed) or nameof(StreamOptions.KeepHistory))))
        {
            var options = new StreamOptions();
            option.SetValue(options, option.GetValue(options) switch { bool flag => !flag, long number => number - 1, string text => text + "a", var other => throw new InvalidOperationException($"{option.Name}: {other} is a kind of option that this test can't change yet") });
            names.Add(CacheKey.NameOf(file, options, utc));
        }
        Assert.DoesNotContain(null, names);
        Assert.Distinct(names);
        Assert.Equal(names[0], CacheKey.NameOf(file, new StreamOptions { KeepHistory = true }, utc));
    }
}
