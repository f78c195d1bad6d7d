using System.IO.Compression;
using CSysdig.Cli;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Writing;

/// <summary>Whole runs of <c>sysdig -w</c>; the real sysdig judges what they write.</summary>
public sealed class WriteCommandTests
{
    const string Mark = "*@event@";

    static readonly string[][] s_formats =
    [
        [],
        ["-p", "*%evt.num %evt.outputtime %proc.name %proc.cmdline %proc.pname %proc.cwd %fd.num %fd.name %fd.type %fd.sip %fd.sport %fd.cip %fd.cport %user.name %group.name %container.id %container.name %thread.vtid"],
        ["-X"],
    ];

    /// <summary>The samples; with CSYSDIG_CAPTURES the captures of that folder that the real sysdig reads.</summary>
    public static TheoryData<string> Captures()
    {
        var data = new TheoryData<string>(Repository.Sample("containers.scap.gz"));
        if (Environment.GetEnvironmentVariable("CSYSDIG_CAPTURES") is { Length: > 0 } folder)
            foreach (var file in Directory.GetFiles(folder, "*.scap.gz").Where(f => !Path.GetFileName(f).StartsWith("newest-")))
                data.Add(file);
        return data;
    }

    static void Run(params string[] arguments) => Assert.Equal(0, SysdigCommand.Run(arguments));

    static void NeedsTheRealOne() =>
        Skip.IfNot(RealSysdig.IsAvailable, "sysdig 0.29.3 is not installed: that it reads what is written was NOT tested");

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public void The_real_sysdig_prints_the_same_from_a_copy(string capture)
    {
        NeedsTheRealOne();
        using var folder = new TemporaryFolder();
        var (copy, packed) = (folder.File("copy.scap"), folder.File("copy.scap.gz"));
        Run("--compat", "0.29", "-r", capture, "-w", copy);
        foreach (var format in s_formats)
            Assert.True(RealSysdig.Print(capture, format).AsSpan().SequenceEqual(RealSysdig.Print(copy, format)), string.Join(' ', format));
        // The packed one holds the same bytes, and is packed as the real one reads it.
        Run("--compat", "0.29", "-r", capture, "-w", packed);
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        Assert.True(unpacked.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(copy)), packed);
        Assert.True(RealSysdig.Print(copy).AsSpan().SequenceEqual(RealSysdig.Print(packed)), packed);
    }

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public void The_real_sysdig_knows_every_name_in_a_slice_from_the_middle(string capture)
    {
        NeedsTheRealOne();
        const string line = "*%evt.rawtime %evt.dir %evt.type %proc.name %proc.cmdline %proc.pname %fd.name %user.name %evt.args";
        using var folder = new TemporaryFolder();
        var whole = Lines(RealSysdig.Print(capture, "-p", Mark + "%evt.num " + line[1..]));
        var last = whole[^1].Number;
        var (from, to) = (last * 4 / 10, last * 6 / 10);
        var slice = folder.File("slice.scap.gz");
        Run("--compat", "0.29", "-r", capture, "-w", slice, $"evt.num>={from} and evt.num<{to}");
        Assert.Equal(whole.Where(l => l.Number >= from && l.Number < to).Select(l => l.Text),
            Lines(RealSysdig.Print(slice, "-p", Mark + "%evt.num " + line[1..])).Select(l => l.Text));
    }

    [SkippableTheory]
    [InlineData("evt.type=read")]
    [InlineData("evt.type=openat")]
    [InlineData("proc.name=bash")]
    [InlineData("fd.type=ipv4")]
    [InlineData("evt.dir=<")]
    public void The_real_sysdig_knows_every_name_in_a_slice_full_of_holes(string filter)
    {
        NeedsTheRealOne();
        var capture = Repository.Sample("containers.scap.gz");
        string[] line = ["-p", Mark + "%evt.num %evt.rawtime %evt.dir %evt.type %proc.name %proc.cmdline %proc.pname %fd.name %user.name"];
        using var folder = new TemporaryFolder();
        Run("--compat", "0.29", "-r", capture, "-w", folder.File("slice"), filter);
        var slice = Lines(RealSysdig.Print(folder.File("slice"), line));
        var whole = Lines(RealSysdig.Print(capture, line)).Select(l => l.Text).ToHashSet();
        Assert.Equal(Lines(RealSysdig.Print(capture, [.. line, filter])).Count, slice.Count);
        Assert.Empty(slice.Where(l => !whole.Contains(l.Text)).Select(l => l.Text));
    }

    /// <summary>Lines that begin with a mark and the number of the event; names may hold line ends.</summary>
    static List<(long Number, string Text)> Lines(byte[] output)
    {
        var lines = new List<(long, string)>();
        foreach (var line in System.Text.Encoding.Latin1.GetString(output).Split(Mark[1..]).Skip(1))
        {
            var space = line.IndexOf(' ');
            lines.Add((long.Parse(line[..space]), line[space..]));
        }
        return lines;
    }

    [SkippableFact]
    public void Files_that_rotate_hold_every_event_once_and_every_name()
    {
        NeedsTheRealOne();
        var capture = Repository.Sample("containers.scap.gz");
        string[] format = ["-p", "*%evt.rawtime %evt.dir %evt.type %proc.name %fd.name"];
        using var folder = new TemporaryFolder();
        Run("--compat", "0.29", "-r", capture, "-w", folder.File("part"), "-e", "7000");
        Assert.InRange(folder.Names.Length, 5, 10);
        var together = folder.Names.SelectMany(n => RealSysdig.Print(folder.File(n), format)).ToArray();
        Assert.True(RealSysdig.Print(capture, format).AsSpan().SequenceEqual(together));
    }

    [SkippableFact]
    public void The_real_sysdig_does_not_show_what_a_fatfile_hides()
    {
        NeedsTheRealOne();
        var capture = Repository.Sample("containers.scap.gz");
        string[] format = ["-p", "*%evt.rawtime %evt.type %proc.name %fd.name %evt.args"];
        using var folder = new TemporaryFolder();
        Run("--compat", "0.29", "-r", capture, "-F", "-w", folder.File("fat"), "evt.type=read");
        Assert.True(RealSysdig.Print(capture, [.. format, "evt.type=read"]).AsSpan().SequenceEqual(RealSysdig.Print(folder.File("fat"), format)));
    }

    [Fact]
    public void Buffers_are_cut_to_the_length_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        Run("-r", Repository.Sample("containers.scap.gz"), "-s", "5", "-w", folder.File("short"));
        var longest = Slice.Lines(File.ReadAllBytes(folder.File("short")), e => $"{BufferLength(e):D6}").Max();
        Assert.Equal("000005", longest);
    }

    static int BufferLength(CSysdig.Model.Event e)
    {
        var parameters = e.Raw.Info.Params;
        for (var i = 0; i < parameters.Length; i++)
            if (parameters[i].Name == "data")
                return e.Raw.Param(i).Length;
        return 0;
    }

    [Theory]
    [InlineData("part-%Y", 6)]
    [InlineData("part-%Y -W 2", 6)]
    [InlineData("part-%Y -W 1", 2)]
    public void Two_stretches_of_time_with_one_name_are_one_file_unless_one_file_is_all_there_may_be(string arguments, int events)
    {
        using var folder = new TemporaryFolder();
        var capture = new ScapBuilder().Processes(Calls.Process(7, "cat"));
        for (var second = 0; second < 3; second++)
        {
            capture.Read(7, 3);
            capture.Time += 1_000_000_000;
        }
        File.WriteAllBytes(folder.File("all"), capture.ToArray());
        var words = arguments.Split(' ');
        Run(["-r", folder.File("all"), "-G", "1", "-w", folder.File(words[0]), .. words[1..]]);
        var file = Assert.Single(folder.Names, name => name.StartsWith("part-"));
        Assert.Equal(events, Slice.Lines(File.ReadAllBytes(folder.File(file)), _ => "").Count);
    }

    [Fact]
    public void Several_captures_are_written_one_behind_the_other()
    {
        using var folder = new TemporaryFolder();
        var one = folder.File("one");
        Run("-r", Repository.Sample("containers.scap.gz"), "-n", "100", "-w", one);
        Run("-r", one, "-r", one, "-w", folder.File("two"));
        Assert.Equal(2 * Slice.Lines(File.ReadAllBytes(one), _ => "").Count, Slice.Lines(File.ReadAllBytes(folder.File("two")), _ => "").Count);
    }

    [Fact]
    public void What_can_t_be_written_ends_with_1()
    {
        Assert.Equal(1, SysdigCommand.Run(["-r", Repository.Sample("containers.scap.gz"), "-w", "/no/such/folder/x"]));
    }
}
