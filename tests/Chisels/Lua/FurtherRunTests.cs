using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>A chisel that lets others work for it, sysdig or another chisel, has no more rights by that.</summary>
public sealed class FurtherRunTests : IDisposable
{
    const string Head = "description = 'd' short_description = 's' category = 'c' args = { { name = 'a', argtype = 'string', optional = true } } function on_set_arg() return true end ";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--trust-chisels -c other.lua", "asks for a run with --trust-chisels")]
    [InlineData("--trust -c other.lua", "asks for a run with --trust-chisels")]
    [InlineData("-c other.lua", "os.execute is not allowed")]
    [InlineData("-w ../out.scap", "writing to '../out.scap' is not allowed")]
    [InlineData("-w .out.scap", "begins with a dot")]
    [InlineData("-w other.lua", "it is there already")]
    [InlineData("-w out -e 100", "-C, -G and -e write several files")]
    [InlineData("-c extract ../out", "writing to '../out' is not allowed")]
    [InlineData("-c extract .out", "begins with a dot")]
    [InlineData("-c spy_logs '../out.scap 10'", "writing to '../out.scap' is not allowed")]
    [InlineData("-c spy_syslog other.lua", "it is there already")]
    [InlineData("-c around ../out.scap evt.type=open", "writing to '../out.scap' is not allowed")]
    [InlineData("-c tracers_2_statsd 203.0.113.9", "sending to 203.0.113.9 is not allowed")]
    public void A_run_that_a_chisel_asks_for_has_the_rights_of_the_chisel(string arguments, string message)
    {
        var result = Run("function on_capture_end() sysdig.run_sysdig(\"-r start.scap.gz " + arguments.Replace("\"", "\\\"") + "\") end");
        Assert.Contains(message, result.Errors);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["o.lua", "other.lua", "start.scap.gz"], Left());
    }

    [Fact]
    public void What_the_user_has_named_is_written_anywhere_but_not_over_anything()
    {
        const string Script = "function on_capture_end() sysdig.run_sysdig('-r start.scap.gz -w ' .. given .. ' evt.num<10') end function on_set_arg(n, v) given = v return true end";
        using var outside = new TemporaryFolder();
        var target = outside.File("named.scap");
        Assert.Equal((0, ""), Run(Script, target) is var first ? (first.ExitCode, first.Errors) : default);
        Assert.True(File.Exists(target));
        Assert.Contains("is not allowed", Run(Script, target).Errors);
    }

    [Theory]
    [InlineData("chisel.exec('extract', '../out')", "writing to '../out' is not allowed")]
    [InlineData("chisel.exec('spy_logs', 'other.lua')", "it is there already")]
    [InlineData("chisel.exec('../other.lua')", "chisels call for those beside them and of the folders only")]
    [InlineData("chisel.exec('/tmp/other.lua')", "chisels call for those beside them and of the folders only")]
    public void A_chisel_that_another_one_calls_for_has_the_rights_of_that(string call, string message)
    {
        var result = Run($"function on_init() {call} return true end");
        Assert.Contains(message, result.Errors);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["o.lua", "other.lua", "start.scap.gz"], Left());
    }

    [Fact]
    public void Below_the_working_folder_others_may_write_too()
    {
        Assert.Equal("", Run("function on_init() chisel.exec('extract', 'out') return true end").Errors);
        Assert.True(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Chisels_beside_the_capture_are_read_only_when_they_are_named()
    {
        Directory.CreateDirectory(_folder.File("chisels"));
        File.WriteAllText(_folder.File("chisels/mine.lua"), "description = 'd' args = {} function on_init() print('here') return true end");
        File.WriteAllText(_folder.File("start.scap.gz"), "");
        Assert.Contains("there is no chisel mine; one that lies in the working folder is read when it is named: -c ./chisels/mine.lua", Shell.Run(_folder.Path, SysdigProgram.ExecutablePath, "-r", Repository.Sample("honeypot.scap.gz"), "-c", "mine").Errors);
        Assert.DoesNotContain("mine", Shell.Run(_folder.Path, SysdigProgram.ExecutablePath, "-cl").Output);
        Assert.Equal("here\n", Shell.Run(_folder.Path, SysdigProgram.ExecutablePath, "-r", Repository.Sample("honeypot.scap.gz"), "-c", "./chisels/mine.lua", "evt.num=1").Output);
    }

    (int ExitCode, string Output, string Errors) Run(string script, params string[] arguments)
    {
        File.WriteAllBytes(_folder.File("start.scap.gz"), File.ReadAllBytes(Repository.Sample("honeypot.scap.gz")));
        File.WriteAllText(_folder.File("o.lua"), Head + script);
        File.WriteAllText(_folder.File("other.lua"), Head + "function on_init() os.execute('touch stolen') return true end");
        return Shell.Run(_folder.Path, SysdigProgram.ExecutablePath, ["-n", "20", "-r", "start.scap.gz", "-c", "o.lua", .. arguments]);
    }

    IEnumerable<string> Left() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
}
