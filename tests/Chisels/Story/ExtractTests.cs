using System.Security.Cryptography;
using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

public sealed class ExtractTests : IDisposable
{
    const uint WriteCreateTruncate = 2 | 4 | 256;

    readonly TemporaryFolder _temporary = new();

    string Out => _temporary.File("out");

    public void Dispose() => _temporary.Dispose();

    // samples/README.md has the digest of the bytes that were served.
    [Fact]
    public void The_bot_is_recovered_as_it_was_served_from_what_was_written_read_and_downloaded()
    {
        const string Digest = "30fce6ce1c5c64ae35591ef53084cee5edc3a15f6735b4d3ec2688e49c51c14e";
        var text = StoryRun.OnHoneypot("extract", false, 100, Out);
        Assert.Contains("198.51.100.7/.sloboz.pdf", text);
        foreach (var place in (string[])["written/usr/sbin/.shm/.sloboz.pdf", "read/usr/sbin/.shm/.sloboz.pdf", "bodies/198.51.100.7/.sloboz.pdf"])
        {
            Assert.Equal(Digest, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Out, place)))));
            Assert.Contains(File.ReadLines(Path.Combine(Out, "manifest.tsv")), l => l.StartsWith(place + "\t") && l.Contains(Digest) && l.Contains("\tyes\t"));
        }
        var order = Assert.Single(Directory.GetFiles(Path.Combine(Out, "streams"), "*6667.pid32603.received"));
        Assert.Contains("PRIVMSG #nanana :!u @udp1 203.0.113.150 800 3", File.ReadAllText(order));
    }

    [Fact]
    public void The_type_of_a_file_and_a_name_that_belies_it_are_told()
    {
        var text = StoryRun.OnHoneypot("extract", false, 100, Out);
        Assert.Matches(@"Not what their names say \(\d+\)\n  IS +NAME\n(.*\n)*  script of /usr/bin/perl +/usr/sbin/\.shm/\.sloboz\.pdf\n", text);
        var manifest = File.ReadLines(Path.Combine(Out, "manifest.tsv")).Select(l => l.Split('\t')).ToList();
        var (type, says) = (Array.IndexOf(manifest[0], "type"), Array.IndexOf(manifest[0], "name says"));
        var bot = manifest.Single(cells => cells[0] == "written/usr/sbin/.shm/.sloboz.pdf");
        Assert.Equal(("script of /usr/bin/perl", "PDF"), (bot[type], bot[says]));
        Assert.All(manifest, cells => Assert.Equal(manifest[0].Length, cells.Length));
        Assert.Contains(manifest, cells => cells[type] == "gzip" && cells[0].EndsWith("l.tgz") && cells[says] == "");
    }

    [Fact]
    public void A_hash_is_a_files_own_only_where_all_of_it_was_seen()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "cp")).Openat(7, 3, "/tmp/part.pdf", flags: WriteCreateTruncate).Openat(7, 4, "/tmp/whole", flags: WriteCreateTruncate);
        Write(capture, 7, 3, 8, "#!/x"u8.ToArray());
        Write(capture, 7, 3, 4, "more"u8.ToArray());
        Write(capture, 7, 4, 4, "data"u8.ToArray());
        using var json = JsonDocument.Parse(StoryRun.On(capture, "extract", true, 100, Out));
        var (part, whole) = (Row("/tmp/part.pdf"), Row("/tmp/whole"));
        Assert.Equal(JsonValueKind.Null, part.GetProperty("sha256").ValueKind);
        Assert.Equal(Hash("#!/x\0\0\0\0more"u8), part.GetProperty("sha256_of_part").GetString());
        Assert.Equal("gaps", part.GetProperty("why_not").GetString());
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("sha256_of_part").ValueKind);
        Assert.Equal(Hash("data"u8), whole.GetProperty("sha256").GetString());
        Assert.Equal(("script of /x", "PDF"), (part.GetProperty("type").GetString(), part.GetProperty("name_says").GetString()));
        Assert.Equal(("text", JsonValueKind.Null), (whole.GetProperty("type").GetString(), whole.GetProperty("name_says").ValueKind));

        JsonElement Row(string name) => json.RootElement.EnumerateArray().Single(row => row.GetProperty("original").GetString() == name);

        static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    [Fact]
    public void Names_of_the_capture_lead_nowhere_but_below_the_folder()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "evil"));
        foreach (var name in (string[])["/../../../../tmp/escaped", "/tmp/a\u001b]0;x\u0007", "/tmp/Case", "/tmp/case", "/tmp/case/below", "/" + new string('l', 400)])
        {
            capture.Openat(7, 3, name, flags: WriteCreateTruncate);
            Write(capture, 7, 3, 4, "data"u8.ToArray()).Close(7, 3);
        }
        StoryRun.On(capture, "extract", false, 100, Out);
        Assert.Equal(["out"], Directory.GetFileSystemEntries(Path.GetDirectoryName(Out)!).Select(Path.GetFileName));
        var files = Directory.GetFiles(Out, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Out, f)).Where(f => f != "manifest.tsv").ToList();
        Assert.Equal(6, files.Count);
        Assert.All(files, f => Assert.Matches("^[A-Za-z0-9._+=,@~%/\\\\-]{1,200}$", f));
        Assert.Equal(files.Count, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain(File.ReadAllText(Path.Combine(Out, "manifest.tsv")), c => c < ' ' && c is not ('\t' or '\n'));
    }

    [Fact]
    public void What_the_snaplen_cut_off_is_a_gap_at_its_place()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "cp")).Openat(7, 3, "/tmp/file", flags: WriteCreateTruncate);
        Write(capture, 7, 3, 100, "0123456789"u8.ToArray());
        Write(capture, 7, 3, 5, "after"u8.ToArray());
        using var json = JsonDocument.Parse(StoryRun.On(capture, "extract", true, 100, Out));
        var row = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(105, row.GetProperty("size").GetInt64());
        Assert.Equal(15, row.GetProperty("seen").GetInt64());
        Assert.False(row.GetProperty("complete").GetBoolean());
        Assert.Equal("[[10,100]]", row.GetProperty("gaps").GetRawText());
        var bytes = File.ReadAllBytes(Path.Combine(Out, "written/tmp/file"));
        Assert.Equal("0123456789"u8.ToArray(), bytes[..10]);
        Assert.All(bytes[10..100], b => Assert.Equal(0, b));
        Assert.Equal("after"u8.ToArray(), bytes[100..]);
    }

    [Fact]
    public void Reads_at_offsets_meet_in_any_order()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "db")).Openat(7, 3, "/tmp/db", flags: 1);
        foreach (var (position, text) in ((ulong, string)[])[(5, "56789"), (0, "01234"), (10, "")])
            capture.Event(EventCode.SyscallPreadE, 7, I64(3), U32(5), U64(position)).Event(EventCode.SyscallPreadX, 7, I64(text.Length), Calls.Bytes(text));
        using var json = JsonDocument.Parse(StoryRun.On(capture, "extract", true, 100, Out));
        Assert.True(json.RootElement[0].GetProperty("complete").GetBoolean());
        Assert.Equal("0123456789", File.ReadAllText(Path.Combine(Out, "read/tmp/db")));
    }

    [Fact]
    public void An_offset_from_the_far_end_of_the_number_line_makes_no_file_of_that_size()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "evil")).Openat(7, 3, "/tmp/huge", flags: WriteCreateTruncate);
        foreach (var position in (long[])[0, 1L << 60, long.MaxValue - 1, 1L << 40])
            capture.Event(EventCode.SyscallPwriteE, 7, I64(3), U32(4), U64((ulong)position)).Event(EventCode.SyscallPwriteX, 7, I64(4), "data"u8.ToArray());
        StoryRun.On(capture, "extract", false, 100, Out);
        var files = Directory.GetFiles(Out, "huge*", SearchOption.AllDirectories);
        Assert.True(files.Length >= 3);
        Assert.All(files, f => Assert.Equal(4, new FileInfo(f).Length));
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void A_claim_of_bytes_makes_no_file_of_that_size(long claim)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "evil")).Openat(7, 3, "/tmp/huge", flags: WriteCreateTruncate)
            .TcpSocket(7, 4).Connect(7, 4, "10.0.0.1:1000", "10.0.0.2:80");
        for (var i = 0; i < 4; i++)
        {
            Write(capture, 7, 3, claim, "data"u8.ToArray());
            Write(capture, 7, 4, claim, "data"u8.ToArray());
        }
        StoryRun.On(capture, "extract", false, 100, Out);
        var files = Directory.GetFiles(Out, "*", SearchOption.AllDirectories);
        Assert.Equal(9, files.Length);
        Assert.All(files.Where(f => !f.EndsWith("manifest.tsv")), f => Assert.Equal(4, new FileInfo(f).Length));
        Assert.Contains("written/tmp/huge@2147479552\t", File.ReadAllText(Path.Combine(Out, "manifest.tsv")));
    }

    [Theory]
    [InlineData(16 << 20, 1)]
    [InlineData((16 << 20) + 1, 2)]
    public void A_hole_is_as_wide_as_it_may_be_and_no_wider(int hole, int files)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "cp")).Openat(7, 3, "/tmp/unseen", flags: WriteCreateTruncate).Openat(7, 4, "/tmp/jump", flags: WriteCreateTruncate);
        Write(capture, 7, 3, 4 + hole, "data"u8.ToArray());
        Write(capture, 7, 3, 4, "data"u8.ToArray());
        Write(capture, 7, 4, 4, "data"u8.ToArray());
        capture.Event(EventCode.SyscallPwriteE, 7, I64(4), U32(4), U64(4 + (ulong)hole)).Event(EventCode.SyscallPwriteX, 7, I64(4), "data"u8.ToArray());
        StoryRun.On(capture, "extract", false, 100, Out);
        foreach (var name in (string[])["unseen*", "jump*"])
            Assert.Equal(files, Directory.GetFiles(Out, name, SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void An_answer_whose_lengths_are_lies_makes_no_file_of_that_size()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "curl")).TcpSocket(7, 4).Connect(7, 4, "10.0.0.1:1000", "10.0.0.2:80");
        capture.Read(7, 4, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n70000000\r\n");
        capture.Event(EventCode.SyscallReadE, 7, I64(4), U32(100)).Event(EventCode.SyscallReadX, 7, I64(0x70000000), "start"u8.ToArray());
        capture.Read(7, 4, "\r\n4\r\nmore\r\n7fffffffffffffff\r\nand more\r\n7fffffffffffffff\r\nand more");
        StoryRun.On(capture, "extract", false, 100, Out);
        Assert.All(Directory.GetFiles(Out, "*", SearchOption.AllDirectories), f => Assert.InRange(new FileInfo(f).Length, 1, 20 << 20));
        Assert.Contains("\tbody\t", File.ReadAllText(Path.Combine(Out, "manifest.tsv")));
    }

    [Fact]
    public void A_file_that_is_made_anew_is_another_file()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "sh"));
        foreach (var text in (string[])["first", "second"])
        {
            capture.Openat(7, 3, "/tmp/f", flags: WriteCreateTruncate);
            Write(capture, 7, 3, text.Length, Calls.Bytes(text)).Close(7, 3);
        }
        StoryRun.On(capture, "extract", false, 100, Out);
        Assert.Equal("first", File.ReadAllText(Path.Combine(Out, "written/tmp/f")));
        Assert.Equal("second", File.ReadAllText(Path.Combine(Out, "written/tmp/f~2")));
    }

    [Fact]
    public void A_file_read_again_and_again_is_written_once()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "sh"));
        for (var i = 0; i < 3; i++)
            capture.Openat(7, 3, "/etc/same", flags: 1).Read(7, 3, "content").Read(7, 3, "").Close(7, 3);
        using var json = JsonDocument.Parse(StoryRun.On(capture, "extract", true, 100, Out));
        Assert.Equal(3, Assert.Single(json.RootElement.EnumerateArray()).GetProperty("times").GetInt32());
    }

    [Fact]
    public void Only_the_owner_may_look_at_what_was_extracted()
    {
        if (OperatingSystem.IsWindows())
            return;
        var capture = new ScapBuilder().Processes(Calls.Process(7, "sh")).Openat(7, 3, "/a/b", flags: 1).Read(7, 3, "x");
        StoryRun.On(capture, "extract", false, 100, Out);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Out));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(Out, "read/a")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Out, "read/a/b")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Out, "manifest.tsv")));
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "mine"), "mine");
        Assert.Contains("not empty", Assert.Throws<ChiselException>(() => StoryRun.OnHoneypot("extract", false, 100, Out)).Message);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "mine")));
        Assert.Contains("is a file", Assert.Throws<ChiselException>(() => StoryRun.OnHoneypot("extract", false, 100, Path.Combine(Out, "mine"))).Message);
    }

    [Fact]
    public void A_disk_that_takes_no_more_ends_it_with_one_line()
    {
        Directory.CreateDirectory(Out);
        var capture = new ScapBuilder().Processes(Calls.Process(7, "sh")).Openat(7, 3, "/a/b", flags: 1).Read(7, 3, "x");
        using var stream = EventStream.Open(capture.ToStream());
        var chisel = ChiselCatalog.Find("extract").Create(new ChiselSetup([Out], Containers: false, Json: false, Terminal: false));
        var text = new Utf8Writer();
        chisel.Begin(stream);
        while (stream.Next())
            chisel.Add(stream.Current, text);
        // Something else in its place is as good as a full disk: nothing can be made below it.
        Directory.Delete(Out);
        File.WriteAllText(Out, "");
        var failure = Assert.Throws<ChiselException>((Action)(() => chisel.End(text)));
        Assert.StartsWith("extract stopped: ", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    static ScapBuilder Write(ScapBuilder b, long tid, long fd, long count, byte[] data) => b
        .Event(EventCode.SyscallWriteE, tid, I64(fd), U32((uint)count))
        .Event(EventCode.SyscallWriteX, tid, I64(count), data);
}
