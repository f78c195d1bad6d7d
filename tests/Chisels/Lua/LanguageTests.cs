using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>Scripts print what LuaJIT 2.1, which sysdig 0.29.3 runs them with, prints.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("print(3.0, 7/2, 1e14, 1e15, 0.1, 1/3, -0, 2^53, 123456789012345)", "3\t3.5\t1e+14\t1e+15\t0.1\t0.33333333333333\t-0\t9.007199254741e+15\t1.2345678901235e+14")]
    [InlineData("print(6/2 .. '', 2^31 .. '', 10 .. 5)", "3\t2147483648\t105")]
    [InlineData("print(string.format('%d %d %u %x|%5.1f|%-5d|%05d|%+d|%c', 3.7, -3.7, 3.9, 255, 3.14159, 42, 42, 42, 65))", "3 -3 3 ff|  3.1|42   |00042|+42|A")]
    [InlineData("print(string.format('%.2f %.2f %.1f %.0f %.2f %g %.3g', 1.625, -1.625, 9.95, 0.5, 1.005, 1e20, 1234567))", "1.63 -1.63 9.9 1 1.00 1e+20 1.23e+06")]
    [InlineData("print(10 % 3, -10 % 3, 10 % -3, 5.5 % 2, -2^2, 2^3^2)", "1\t2\t-2\t1.5\t-4\t512")]
    [InlineData("print('10' + 5, '0x10' * 1, tonumber('  12  '), tonumber('z', 36), tonumber('abc'), tonumber(''))", "15\t16\t12\t35\tnil\tnil")]
    [InlineData("print(string.find('hello world', 'o w'), string.match('key = val', '(%w+)%s*=%s*(%w+)'))", "5\tkey\tval")]
    [InlineData("print(string.gsub('hello world', '(%w+)', '<%1>'))", "<hello> <world>\t2")]
    [InlineData("for w in string.gmatch('one two', '%a+') do io.write(w, ';') end print(('%5d'):format(42))", "one;two;   42")]
    [InlineData("print(string.match('a(b(c)d)e', '%b()'), string.find('THE (quick) fox', '%f[%a]%a+', 5))", "(b(c)d)\t6\t10")]
    [InlineData("local t = {5, 2, 8} table.sort(t, function(a, b) return a > b end) table.insert(t, 1, 9) print(table.concat(t, ','), #t, table.getn(t), table.remove(t))", "9,8,5,2\t4\t4\t2")]
    [InlineData("print(select('#', 1, nil, 3), unpack({1, 2, 3}))", "3\t1\t2\t3")]
    [InlineData("local function f(...) return select('#', ...), ... end print(f(1, nil), (f(1)))", "2\t1")]
    [InlineData("local fns = {} for i = 1, 3 do fns[i] = function() i = i + 1 return i end end print(fns[1](), fns[1](), fns[2]())", "2\t3\t3")]
    [InlineData("local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) coroutine.yield(b * 2) return 'end' end) print(co(1), co(10), co())", "2\t20\tend")]
    [InlineData("local m = setmetatable({}, {__index = function(t, k) return k .. '!' end, __call = function(s, x) return x * 2 end, __concat = function() return 'cat' end}) print(m.a, m(21), 'x' .. m)", "a!\t42\tcat")]
    [InlineData("setfenv(1, setmetatable({}, {__index = _G})) z = 5 print(z, rawget(getfenv(0), 'z'))", "5\tnil")]
    [InlineData("print(loadstring('return 1 + 1')(), pcall(error, 'x', 0))", "2\tfalse\tx")]
    [InlineData("for i = 1, 3 do if i == 2 then goto continue end io.write(i, ' ') ::continue:: end print(bit.band(255, 15), bit.tohex(10))", "1 3 15\t0000000a")]
    [InlineData("local t = {} t.b = 1 t.a = 2 t[10] = 3 t.c = 4 t.a = nil for k in pairs(t) do io.write(tostring(k), ' ') t[k] = nil end print(next(t))", "b 10 c nil")]
    [InlineData("print(#{1, nil, 3}, #{1, 2, nil, 4}, #{n = 1, 1, nil, 3}, 0/0, -(0/0), select('#', assert(1, nil)))", "1\t4\t3\tnan\tnan\t2")]
    [InlineData("local e = setmetatable({}, {__index = _G}) setfenv(0, e) loadstring('z = 1')() print(rawget(e, 'z'), z, getfenv(0) == e)", "1\tnil\ttrue")]
    [InlineData("print(os.date('!%Y-%m-%d %H:%M:%S', 86400), math.fmod(-7, 3), math.ldexp(1, 4), math.mod(7, 4))", "1970-01-02 00:00:00\t-1\t16\t3")]
    public void Values_and_texts_are_those_of_Lua_5_1(string script, string printed) => Assert.Equal(printed + "\n", PrintedByScript.Of(script));

    [Theory]
    [InlineData("local x\nreturn x.y", "t.lua:2: attempt to index local 'x' (a nil value)")]
    [InlineData("undefined()", "t.lua:1: attempt to call global 'undefined' (a nil value)")]
    [InlineData("return {} < {}", "t.lua:1: attempt to compare two table values")]
    [InlineData("return ('x'):rep(2) + 1", "t.lua:1: attempt to perform arithmetic on a string value")]
    [InlineData("error('boom')", "t.lua:1: boom")]
    [InlineData("string.rep()", "t.lua:1: bad argument #1 to 'rep' (string expected, got no value)")]
    [InlineData("x = = 1", "t.lua:1: unexpected symbol near '='")]
    [InlineData("if true then\nprint(1)", "t.lua:2: 'end' expected (to close 'if' at line 1) near '<eof>'")]
    [InlineData("local function f() return f() + 1 end f()", "t.lua:1: stack overflow")]
    [InlineData("x = 'a", "t.lua:1: unfinished string")]
    public void Errors_tell_file_and_line(string script, string message) =>
        Assert.Equal(message, Assert.Throws<LuaException>(() => PrintedByScript.Of(script)).Message);
}
