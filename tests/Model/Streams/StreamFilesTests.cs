using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Streams;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Streams;

public sealed class StreamFilesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _capture = Path.GetTempFileName();

    string Out => _folder.File("streams");

    public void Dispose()
    {
        _folder.Dispose();
        File.Delete(_capture);
    }

    [Fact]
    public void The_two_directions_of_the_bots_connection_become_two_files()
    {
        using var files = new StreamFiles(Out);
        var totals = files.Write(Honeypot.History, "fd.sport=6667");
        Assert.Equal(2, totals.Files);
        Assert.Equal(0, totals.Missing);
        var read = Text("read/_usr_local_apac-32603.fd3.198.51.100.20_36868-203.0.113.9_6667");
        Assert.Contains(":x!~x@x PRIVMSG #nanana :!u @udp1 203.0.113.150 800 3\r\n", read);
        Assert.DoesNotContain("NICK", read);
        var list = File.ReadAllLines(Path.Combine(Out, StreamFiles.ListName));
        Assert.Equal(3, list.Length);
        Assert.Contains("198.51.100.20:36868->203.0.113.9:6667", list[1]);
    }

    [Fact]
    public async Task What_was_not_captured_is_told_with_its_place()
    {
        var capture = new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = [.. "bot"u8], Exe = [.. "/bin/bot"u8] })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = [.. "/tmp/out"u8] });
        foreach (var (length, data) in new[] { (1_000L, "head"), (4L, "tail") })
            capture.Event(EventCode.SyscallWriteE, 7, I64(3), U32((uint)length)).Event(EventCode.SyscallWriteX, 7, I64(length), [.. System.Text.Encoding.ASCII.GetBytes(data)]);
        File.WriteAllBytes(_capture, capture.ToArray());
        using var history = CaptureHistory.Open(_capture);
        await history.Completion;

        using var files = new StreamFiles(Out);
        Assert.Equal(new StreamTotals(1, 8, 996, 0), files.Write(history, ""));
        Assert.Equal("headtail", Text("written/bot-7.fd3.tmp_out"));
        Assert.EndsWith("\t2\t8\t996\t4+996", File.ReadAllLines(Path.Combine(Out, StreamFiles.ListName))[1]);
    }

    [SkippableFact]
    public void Files_are_for_their_owner_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no modes of files");
        if (OperatingSystem.IsWindows())
            return;
        using var files = new StreamFiles(Out);
        files.Write(Honeypot.History, "fd.sport=6667");
        foreach (var file in Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Nothing_is_written_over()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "mine"), "kept");
        Assert.Contains("is not empty", Assert.Throws<IOException>(() => new StreamFiles(Out)).Message);
    }

    string Text(string place) => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine([Out, .. place.Split('/')])));
}
