-- Metatables, environments, closures
description = "Metatables, environments, closures"
short_description = "meta"
category = "Test"
args = {}

local V = {} V.__index = V
function V.new(x) return setmetatable({x = x}, V) end
V.__add = function(a, b) return V.new(a.x + b.x) end V.__eq = function(a, b) return a.x == b.x end V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) return a.x <= b.x end V.__call = function(self, y) return self.x * y end V.__unm = function(a) return V.new(-a.x) end
V.__concat = function(a, b) return "cat" end V.__tostring = function(a) return "V" .. a.x end V.__len = function() return 99 end
local a, b = V.new(1), V.new(2)
print((a + b).x, a == b, a == V.new(1), a < b, a <= b, a > b, a(5), (-a).x, a .. "x", "x" .. a, tostring(a), #a)
print(getmetatable("").__index == string, type(("x").len), pcall(setmetatable, setmetatable({}, {__metatable = "no"}), {}) == false)
local log = {} local proxy = setmetatable({}, {__index = function(_, k) log[#log + 1] = k return k end, __newindex = function(t, k, v) rawset(t, k, v .. "!") end})
proxy.y = "set" print(proxy.x, proxy.y, table.concat(log, ","))
print(select(2, pcall(function() local t = {} setmetatable(t, {__index = t}) return t.x end)):gsub("^.-:%d+: ", ""))
local e = setmetatable({}, {__index = _G})
local function g() z = 5 return z end print(setfenv(g, e) == g) print(g(), rawget(e, "z"), rawget(_G, "z"), getfenv(g) == e)
local counters = {} for i = 1, 3 do counters[i] = function() i = i + 10 return i end end print(counters[1](), counters[1](), counters[2](), counters[3]())
local function va(...) local x, y = ... return select("#", ...), x, y end print(va(), (va(1, 2, 3)), va(nil, nil))
do local i = 1 ::top:: if i < 3 then i = i + 1 goto top end print(i) end
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end io.write(i, j, " ") ::continue:: end end print()
