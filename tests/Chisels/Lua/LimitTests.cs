using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>However a script is written, it ends: with an error that it may catch, or when the user wants it to.</summary>
public sealed class LimitTests
{
    /// <summary>A text is read, and what it says is done, with more inside each other than a stack can hold.</summary>
    [Theory]
    [InlineData("'local x = 1 return ' .. ('x+'):rep(1000000) .. 'x'", "x:1: stack overflow")]
    [InlineData("'local x = 1 if ' .. ('x==2 or '):rep(1000000) .. 'x==1 then return 7 end'", "x:1: stack overflow")]
    [InlineData("'local t = {} t.a = t return t' .. ('.a'):rep(200000)", "x:1: stack overflow")]
    [InlineData("'local f f = function() return f end return f' .. ('()'):rep(200000)", "x:1: stack overflow")]
    [InlineData("'local t = {} function t:m() return self end return t' .. (':m()'):rep(200000)", "x:1: stack overflow")]
    [InlineData("'return ' .. ('('):rep(200000) .. '1' .. (')'):rep(200000)", "x:1: chunk has too many syntax levels")]
    [InlineData("'return ' .. ('{'):rep(200000) .. ('}'):rep(200000)", "x:1: chunk has too many syntax levels")]
    [InlineData("'return ' .. ('- '):rep(200000) .. '1'", "x:1: chunk has too many syntax levels")]
    [InlineData("('do '):rep(200000) .. (' end'):rep(200000)", "x:1: chunk has too many syntax levels")]
    [InlineData("'return ' .. ('function() return '):rep(200000)", "x:1: chunk has too many syntax levels")]
    [InlineData("'return #(' .. ('\"a\"..'):rep(200000) .. '\"a\")'", "x:1: chunk has too many syntax levels")]
    [InlineData("'return ' .. ('('):rep(198) .. '1' .. (')'):rep(198)", "x:1: chunk has too many syntax levels")]
    public void A_text_that_is_too_deep_is_an_error(string text, string message) => Assert.Equal("false\t" + message + "\n", PrintedByScript.Of(
        $"local f, e = loadstring({text}, '=x') if f then print(pcall(f)) else print(false, (e:gsub(' near.*', ''))) end"));

    [Theory]
    [InlineData("'local x = 1 return ' .. ('x+'):rep(1000) .. 'x'", "1001")]
    [InlineData("'return ' .. ('('):rep(197) .. '1' .. (')'):rep(197)", "1")]
    [InlineData("'local t = {} t.a = 5 t.t = t return t' .. ('.t'):rep(1000) .. '.a'", "5")]
    [InlineData("'local function f(x) return x end return ' .. ('f('):rep(150) .. '1, 2' .. (')'):rep(150)", "1")]
    [InlineData("'if false then ' .. ('elseif false then '):rep(100000) .. ' else return 3 end'", "3")]
    public void What_a_stack_holds_is_done(string text, string result) => Assert.Equal($"true\t{result}\n", PrintedByScript.Of($"print(pcall(assert(loadstring({text}, '=x'))))"));

    /// <summary>Calls without an end, of the script's functions and of the host's.</summary>
    [Theory]
    [InlineData("local function f() return 1 + f() end return f()")]
    [InlineData("local t = setmetatable({}, {__tostring = tostring}) return tostring(t)")]
    [InlineData("local t = setmetatable({}, {__index = function(t, k) return t[k] end}) return t.x")]
    [InlineData("local t = setmetatable({}, {__newindex = function(t, k, v) t[k] = v end}) t.x = 1")]
    [InlineData("local m = {__eq = function(a, b) return a == b end} return setmetatable({}, m) == setmetatable({}, m)")]
    [InlineData("local t = setmetatable({}, {__concat = function(a, b) return a .. b end}) return t .. 'x'")]
    [InlineData("return string.gsub('x', 'x', function() local function f() return 1 + f() end return f() end)")]
    [InlineData("table.sort({1, 2}, function() local function f() return 1 + f() end return f() end)")]
    [InlineData("return coroutine.wrap(function() local function f() return 1 + f() end return f() end)()")]
    [InlineData("local function f() return loadstring('return (...)()')(f) end return f()")]
    public void A_recursion_without_an_end_is_an_error(string body) =>
        Assert.Contains("stack overflow", PrintedByScript.Of($"print(pcall(function() {body} end))"));

    [Fact]
    public void After_an_overflow_the_handler_runs_and_the_script_goes_on() => Assert.Equal("false\thandled\ndone\n", PrintedByScript.Of(
        "print(xpcall(function() local function f() return 1 + f() end return f() end, function(e) return 'handled' end)) print('done')"));

    [Theory]
    [InlineData("local t = {} setmetatable(t, {__index = t}) return t.x", "loop in gettable")]
    [InlineData("local t = {} setmetatable(t, {__newindex = t}) t.x = 1", "loop in settable")]
    [InlineData("local t = {} setmetatable(t, {__call = t}) t()", "attempt to call local 't' (a table value)")]
    [InlineData("return ('x'):rep(2^31)", "not enough memory")]
    [InlineData("return ('x'):rep(2^30 + 1)", "not enough memory")]
    [InlineData("return ('abc'):rep(1e300)", "not enough memory")]
    [InlineData("return string.gsub(('x'):rep(1e6), '.', ('y'):rep(1e6))", "not enough memory")]
    [InlineData("local s = 'x' while true do s = s .. s end", "not enough memory")]
    [InlineData("local s = ('x'):rep(1e7) return s:byte(1, -1)", "string slice too long")]
    [InlineData("return unpack({}, 1, 1e9)", "too many results to unpack")]
    [InlineData("return unpack({}, -2^31, 2^31)", "too many results to unpack")]
    [InlineData("return ('a'):rep(40):find(('(a'):rep(33))", "too many captures")]
    [InlineData("return ('a'):rep(300):find(('a?'):rep(300) .. 'b')", "pattern too complex")]
    [InlineData("return ('%99999999d'):format(1)", "invalid format (width or precision too long)")]
    [InlineData("return ('%100d'):format(1)", "invalid format (width or precision too long)")]
    [InlineData("return table.concat({1, {}, 3})", "invalid value (table) at index 2 in table for 'concat'")]
    [InlineData("local function nest() return coroutine.wrap(nest)() end nest()", "more than 1000 coroutines at a time")]
    [InlineData("return assert(loadstring(('x=1 '):rep(1e7)))", "too large for a script")]
    [InlineData("return assert(load(function() return '\\27LJ' end))", "too large for a script")]
    public void What_would_take_too_much_is_an_error(string body, string message) =>
        Assert.Contains(message, PrintedByScript.Of($"local ok, e = pcall(function() {body} end) print(ok, e)"));

    [Theory]
    [InlineData("return #('x'):rep(2^20)", "1048576")]
    [InlineData("return select('#', unpack({}, 1, 1e6))", "1000000")]
    [InlineData("return select('#', ('x'):rep(1e6):byte(1, -1))", "1000000")]
    [InlineData("return ('a'):find(('(a'):rep(1) .. '()' .. ')')", "1\t1\ta\t2")]
    [InlineData("return #('%99d'):format(1)", "99")]
    [InlineData("local n = 0 local function nest(d) n = d if d < 200 then coroutine.wrap(nest)(d + 1) end end nest(1) return n", "200")]
    [InlineData("local t = {} for i = 1, 500 do t[i] = i % 7 end table.sort(t, function(a, b) return true end) return #t", "500")]
    public void And_what_does_not_is_done(string body, string result) => Assert.Equal($"true\t{result}\n", PrintedByScript.Of($"print(pcall(function() {body} end))"));

    /// <summary>What runs on and on, or waits for what does not come, asks now and then whether it should end.</summary>
    [SkippableTheory]
    [InlineData("while true do end")]
    [InlineData("repeat until false")]
    [InlineData("for i = 1, math.huge do end")]
    [InlineData("goto a ::a:: goto a")]
    [InlineData("while true do pcall(error, 'x') end")]
    [InlineData("while true do local s = ('x'):rep(1e8) end")]
    [InlineData("('a'):rep(300000):find(('.-'):rep(8) .. 'b')")]
    [InlineData("('('):rep(1e7):find('%b()')")]
    [InlineData("('a'):rep(1e6):gsub('.-b', '')")]
    [InlineData("local c = coroutine.wrap(function() while true do coroutine.yield() end end) while true do c() end")]
    [InlineData("table.insert({}, -2^31, 1)")]
    [InlineData("load(function() return ' ' end)")]
    [InlineData("io.open('/dev/zero'):read('*l')")]
    [InlineData("io.open('/dev/zero'):read('*a')")]
    [InlineData("for line in io.lines('fifo') do end")]
    [InlineData("io.open('fifo'):read(1)")]
    public void A_script_that_does_not_end_is_ended(string script)
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no fifos on Windows");
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run(folder.Path, "mkfifo", "fifo").ExitCode);
        var since = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(130, Assert.Throws<LuaExit>(() => PrintedByScript.Of(script, folder, interrupted: () => since.ElapsedMilliseconds > 200)).Code);
    }

    [Fact]
    public void A_pattern_that_takes_for_ever_is_given_up() => Assert.Contains("pattern too complex",
        Assert.Throws<LuaException>(() => PrintedByScript.Of("('a'):rep(30000):find(('.-'):rep(8) .. 'b')")).Message);
}
