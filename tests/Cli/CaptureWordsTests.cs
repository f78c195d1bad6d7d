using CSysdig.Cli;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>A capture needs no option in front of it.</summary>
public sealed class CaptureWordsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _capture, _other, _plain;

    public CaptureWordsTests()
    {
        (_capture, _other, _plain) = (_folder.File("a.scap.gz"), _folder.File("b.scap"), _folder.File("recorded"));
        foreach (var file in (string[])[_capture, _other, _plain])
            File.WriteAllBytes(file, []);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_in_front_are_captures_and_the_rest_is_the_filter()
    {
        var options = SysdigOptions.Parse(["-q", _capture, _plain, "proc.name=x", "and", "-n5", "fd.name", "contains", _other]);
        Assert.Equal([_capture, _plain], options.Files);
        Assert.Equal($"proc.name=x and fd.name contains {_other}", options.Filter);
    }

    [Theory]
    [InlineData("missing.scap")]
    [InlineData("missing.SCAP.GZ")]
    [InlineData("/nowhere/recorded")]
    [InlineData("./recorded")]
    [InlineData("../recorded")]
    [InlineData("-")]
    [InlineData(".")]
    public void What_can_only_be_meant_as_a_file_is_one(string word)
    {
        Assert.Equal([word], SysdigOptions.Parse([word]).Files);
        Assert.Equal(word, CSysdigOptions.Parse([word]).File);
    }

    [Theory]
    [InlineData("proc.name=x.scap")]
    [InlineData("fd.name contains x.scap")]
    [InlineData("not")]
    [InlineData("(")]
    [InlineData("proc.name")]
    [InlineData("fd.name='/a b.scap")]
    public void A_filter_is_none(string word)
    {
        Assert.Empty(SysdigOptions.Parse([word]).Files);
        Assert.Null(CSysdigOptions.Parse([word]).File);
    }

    [Fact]
    public void Beside_r_only_a_file_called_as_captures_are_is_another_one()
    {
        Assert.Equal(["x", _capture], SysdigOptions.Parse(["-r", "x", _capture]).Files);
        Assert.Equal(["x"], SysdigOptions.Parse(["-r", "x", "missing.scap"]).Files);
        Assert.Equal(["x"], SysdigOptions.Parse(["-r", "x", _plain]).Files);
    }

    [Fact]
    public void Behind_a_chisel_that_may_have_an_argument_a_capture_is_none()
    {
        var options = SysdigOptions.Parse(["-c", "spectrogram", _capture, "evt.num>5"]);
        Assert.Equal([_capture], options.Files);
        Assert.Empty(Assert.Single(options.Chisels).Arguments);
        Assert.Equal([_capture], SysdigOptions.Parse(["-r", "x", "-c", "spectrogram", _capture]).Chisels[0].Arguments);
    }

    [Fact]
    public void Csysdig_looks_at_several_captures_together()
    {
        var options = CSysdigOptions.Parse(["-r", _capture, "-r", _other, "proc.pid=3"]);
        Assert.Equal([_capture, _other], options.Many.Select(file => file.Path));
        Assert.Equal("proc.pid=3", options.Filter);
        Assert.Equal([_capture, _other], CSysdigOptions.Parse([_capture, _other]).Many.Select(file => file.Path));
        Assert.Equal([_capture, _other], CSysdigOptions.Parse([_folder.Path]).Many.Select(file => file.Path));
        Assert.Empty(CSysdigOptions.Parse([_capture, "proc.pid=3"]).Many);
        Assert.Contains("standard input is shown alone", Assert.Throws<UsageException>(() => CSysdigOptions.Parse(["-r", "-", "-r", _capture])).Message);
    }

    [Fact]
    public void A_folder_of_one_capture_is_that_capture()
    {
        using var folder = new TemporaryFolder();
        var only = folder.File("only.scap");
        File.WriteAllBytes(only, []);
        File.WriteAllBytes(folder.File("notes.txt"), []);
        var options = CSysdigOptions.Parse([folder.Path]);
        Assert.Equal(only, options.File);
        Assert.Empty(options.Many);
    }

    [Fact]
    public void The_event_to_begin_with_names_its_host_where_there_are_several()
    {
        var options = CSysdigOptions.Parse([_folder.Path, "--at", "web1:17"]);
        Assert.Equal(("web1", 17L), (options.AtHost, options.At));
        Assert.Contains("--at HOST:NUMBER", Assert.Throws<UsageException>(() => CSysdigOptions.Parse([_folder.Path, "--at", "17"])).Message);
        Assert.Contains("of many captures HOST:NUMBER", Assert.Throws<UsageException>(() => CSysdigOptions.Parse([_folder.Path, "--at", "web1:x"])).Message);
        Assert.Equal(("a", 17L), (CSysdigOptions.Parse([_capture, "--at", "a:17"]).AtHost, CSysdigOptions.Parse([_capture, "--at", "a.scap.gz:17"]).At));
        Assert.Contains("no capture of the host web1", Assert.Throws<UsageException>(() => CSysdigOptions.Parse([_capture, "--at", "web1:17"])).Message);
    }

    [Fact]
    public void Without_a_capture_it_is_said_how_to_name_one()
    {
        Assert.Contains("the capture stands before the filter", CaptureWords.Mistaken("sysdig", "evt.type=open " + _capture)!.Message);
        Assert.StartsWith("there is no file trace.pcap", CaptureWords.Mistaken("sysdig", "trace.pcap")!.Message);
        Assert.Null(CaptureWords.Mistaken("sysdig", "proc.name=x"));
        Assert.Null(CaptureWords.Mistaken("sysdig", ""));
    }

    [Fact]
    public void Another_machine_stands_before_the_filter_and_gets_the_options_that_are_about_watching()
    {
        var options = CSysdigOptions.Parse(["-s", "200", "--page-faults", "-v", "files", "--cri", "/run/a b", "ssh://root@web1", "proc.name=sshd", "and", "evt.failed=true"]);
        Assert.Equal(("root@web1", "proc.name=sshd and evt.failed=true", null), (options.Remote?.Name, options.Filter, options.File));
        Assert.Equal(["-s200", "--page-faults", "--cri=/run/a b"], options.Watching);
        Assert.Contains("a machine or captures", Assert.Throws<UsageException>(() => CSysdigOptions.Parse(["-r", _capture, "ssh://web1"])).Message);
    }
}
