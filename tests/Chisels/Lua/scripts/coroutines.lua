-- Functions that pause
description = "Functions that pause"
short_description = "coroutines"
category = "Test"
args = {}

local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) local c, d = coroutine.yield(b * 2) return "end", c, d end) print(co(1), co(10), co(5, 6))
local c = coroutine.create(function() coroutine.yield(1) error("inside", 0) end)
print(coroutine.status(c), coroutine.resume(c)) print(coroutine.status(c), coroutine.resume(c)) print(coroutine.status(c), coroutine.resume(c))
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local sum = 0 for i in gen(100) do sum = sum + i end print(sum)
print(pcall(coroutine.wrap(function() error({1}) end)) == false, coroutine.running())
local function nest(n) if n == 0 then return "deep" end return coroutine.wrap(function() return nest(n - 1) end)() end print(nest(50))
print(select("#", coroutine.resume(coroutine.create(function() return nil, nil end))))
local inner = coroutine.wrap(function() local ok, v = pcall(function() return coroutine.yield("y") + 1 end) return ok, v end) print(inner(), inner(4))
