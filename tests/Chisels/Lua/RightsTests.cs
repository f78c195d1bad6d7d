using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>What a script may not do.</summary>
public sealed class RightsTests
{
    [Theory]
    [InlineData("os.execute('true')", "os.execute is not allowed to chisels; --trust-chisels allows it")]
    [InlineData("io.popen('true')", "io.popen is not allowed to chisels; --trust-chisels allows it")]
    [InlineData("os.remove('x')", "os.remove is not allowed")]
    [InlineData("os.rename('x', 'y')", "os.rename is not allowed")]
    [InlineData("os.tmpname()", "os.tmpname is not allowed")]
    [InlineData("io.open('/tmp/outside', 'w')", "writing to '/tmp/outside' is not allowed")]
    [InlineData("io.open('../outside', 'a')", "writing to '../outside' is not allowed")]
    [InlineData("io.open('.bashrc', 'w')", "writing to '.bashrc' is not allowed: chisels write to no file or folder whose name begins with a dot; --trust-chisels allows it")]
    [InlineData("io.open('./a/../.x', 'w')", "writing to './a/../.x' is not allowed")]
    [InlineData("io.open('.ssh/authorized_keys', 'a')", "begins with a dot")]
    [InlineData("io.open('t.lua', 'w')", "it is there already, and chisels write new files only")]
    [InlineData("io.open('t.lua', 'a')", "it is there already")]
    [InlineData("io.open('t.lua', 'r+')", "it is there already")]
    [InlineData("package.loadlib('libc.so.6', 'system')", "package.loadlib is not available")]
    [InlineData("assert(loadstring('\\27LJ'))", "compiled scripts are not loaded")]
    [InlineData("debug.sethook()", "attempt to call field 'sethook' (a nil value)")]
    public void A_script_is_refused_what_it_needs_trust_for(string script, string message) =>
        Assert.Contains(message, Assert.Throws<LuaException>(() => PrintedByScript.Of(script)).Message);

    [Fact]
    public void A_script_writes_and_reads_below_the_working_folder() => Assert.Equal("a\tb\n", PrintedByScript.Of(
        "local f = io.open('out.txt', 'w') f:write('a\\n', 'b') f:close() local g = io.open('out.txt') print(g:read('*l'), g:read('*a'))"));

    [Fact]
    public void A_script_may_write_again_to_what_it_has_made() => Assert.Equal("abc\n", PrintedByScript.Of(
        "local function put(m, s) local f = io.open('o', m) f:write(s) f:close() end put('w', 'x') put('w', 'a') put('a', 'b') put('a', 'c') print(io.open('o'):read('*a'))"));

    [Fact]
    public void A_trusted_script_writes_where_it_likes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(".rc"), "old");
        PrintedByScript.Of("io.open('.rc', 'w'):write('new')", folder, trusted: true);
        Assert.Equal("new", File.ReadAllText(folder.File(".rc")));
    }

    // As the real sysdig's LuaJIT prints them.
    [SkippableTheory]
    [InlineData("io.open('none/x')", "nil\tnone/x: No such file or directory\t2")]
    [InlineData("io.open('none/x', 'w')", "nil\tnone/x: No such file or directory\t2")]
    [InlineData("io.open('/tmp', 'w')", "nil\t/tmp: Is a directory\t21")]
    [InlineData("io.open(('a'):rep(300), 'w')", "File name too long\t36")]
    [InlineData("io.open(('a'):rep(255) .. '/x', 'w')", "No such file or directory\t2")]
    [InlineData("pcall(io.lines, 'none')", "false\tnone: No such file or directory")]
    [InlineData("os.remove('none')", "nil\tnone: No such file or directory\t2")]
    [InlineData("os.remove('/tmp')", "nil\t/tmp: Is a directory\t21")]
    [InlineData("(function() local f = io.open('/dev/full', 'w') f:write('x') return f:flush() end)()", "nil\tNo space left on device\t28")]
    [InlineData("(function() local f = io.open('/dev/full', 'w') return f:write(('x'):rep(1e5)) end)()", "nil\tNo space left on device\t28")]
    [InlineData("io.open('t.lua'):write('x')", "nil\tBad file descriptor\t9")]
    [InlineData("io.open('t.lua'):seek('set', -1)", "nil\tInvalid argument\t22")]
    public void A_trusted_script_hears_the_words_of_the_system(string call, string printed)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the words are Linux's");
        using var folder = new TemporaryFolder();
        Assert.Contains(printed + "\n", PrintedByScript.Of($"print({call})", folder, trusted: true));
    }

    [SkippableFact]
    public void A_link_does_not_lead_out_of_the_working_folder()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var outside = new TemporaryFolder();

        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File("link"), outside.Path);
        var rights = new CSysdig.Chisels.Lua.Library.ScriptRights(false, folder.Path);
        Assert.Contains("a link", rights.WhyNotWrite("link/file"));
        Assert.Null(rights.WhyNotWrite("file"));
    }

    [Fact]
    public void A_trusted_script_runs_programs() =>
        Assert.Equal("1\n", PrintedByScript.Of("print(os.execute('exit 1') / 256)", trusted: true));

    [Fact]
    public void An_endless_loop_ends_when_the_user_wants_it()
    {
        var asked = 0;
        Assert.Equal(130, Assert.Throws<LuaExit>(() => PrintedByScript.Of("while true do pcall(error, 'x') end", interrupted: () => ++asked > 3)).Code);
    }

    [Fact]
    public void Memory_has_a_limit() =>
        Assert.Contains("not enough memory", Assert.Throws<LuaException>(() => PrintedByScript.Of("return ('x'):rep(2^31 - 100)")).Message);
}
