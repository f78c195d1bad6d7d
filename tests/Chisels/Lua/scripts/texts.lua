-- Texts, patterns and formats
description = "Texts, patterns and formats"
short_description = "texts"
category = "Test"
args = {}

print(#"abc", "a" .. "b" .. 1 .. 2, "a" < "b", "a" < "B", "" < "a")
print(("x"):rep(3), ("x"):rep(0), ("x"):rep(-1), ("ab"):rep(2.9), ("x"):rep(3, ","))
print(string.sub("hello", 2), string.sub("hello", -3), string.sub("hello", 2, -2), string.sub("hello", 10), string.sub("hello", 0), string.sub("hello", -100, 2))
print(string.byte("abc"), string.byte("abc", 2), string.byte("abc", -1), string.byte("abc", 1, -1), string.byte("", 1))
print(string.find("abc", "b", 1, true), string.find("abc", ""), string.find("abc", "", 10), string.find("a.c", ".", 1, true), string.find("abc", "(b)(c)"))
print(string.gsub("abc", "", "-"), string.gsub("abc", "%w", "%0%0"), string.gsub("abc", "%w", {a = "1", b = false}), string.gsub("hello", "l", function(c) return nil end), string.gsub("abc", "b", "%%"))
print(string.match("2024-01-02", "(%d+)-(%d+)-(%d+)"), string.match("abc", "()b()"), string.match("  x  ", "^%s*(.-)%s*$"))
print(string.gsub("THE (quick) fox", "%f[%a]%a+", string.lower), string.match("x(a(b)c)y", "%b()"), string.match("abcabc", "(abc)%1"))
for k, v in string.gmatch("a=1, b=2", "(%w+)=(%w+)") do io.write(k, v, ";") end print()
print(string.format("%q", "a\nb\0c\"\\\r\1002\127"))
print(string.format("%s %10s|%-10s|%.2s|%5.2s|", true, "a", "b", "cde", "abc"), string.format("%s", setmetatable({}, {__tostring = function() return "T" end})), string.format("%d", "10"))
print(("%d%%"):format(50), ("x"):upper(), ("X"):lower(), ("abc"):reverse(), ("abc"):len())
print([[
long]], [==[a]]b]==], "\65\066\x41\z
   end")
