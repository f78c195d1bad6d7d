-- The length of tables with holes, and what hangs on it
description = "The length of tables with holes, and what hangs on it"
short_description = "holes"
category = "Test"
args = {}

print(#{1, nil, 3}, #{1, 2, nil, 4}, #{nil, nil, 3}, #{1, nil}, #{n = 1, 1, nil, 3}, #{nil}, #{nil, 2}, #{10, 20, 30, nil, 50, nil}, #{10, 20, 30, nil, 50, nil, 60})
local v, n = 5, nil
print(#{v, nil, n, nil, v}, #{n, "s", a = 2}, #{nil, a = 1, "s", "s"}, #{v, 1, 2, n, a = 4, "s", [2] = v}, #{[3] = 1, [1] = 1}, #{[2] = 2})
local function f(...) local t = {...} return #t end
print(f(1, nil, 3), f(nil, nil, 3), f(1, nil), f(nil, 2, nil, 4, nil), f(), f(nil), f(1, 2, 3, nil, 5, nil, 7))
local function none() end
local function three() return 1, nil, 3 end
print(#{three()}, #{three(), three()}, #{0, nil, three()}, #{nil, three(), x = 1, nil}, #{none()}, #{nil, "s", none()}, #{(three())}, #{v, "s", 2, v, v, n, n, "s", none()})
print(unpack({1, nil, 3})) print(select("#", unpack({1, 2, nil, 4}))) print(table.getn({1, nil, 3}), table.maxn({1, nil, 3}))
local t = {} t[1] = 1 t[2] = 2 t[4] = 4 print(#t)
t = {1, 2, 3, 4, 5} t[3] = nil print(#t) t[5] = nil print(#t)
t = {} for i = 1, 10 do t[i] = i end t[5] = nil print(#t) t[10] = nil print(#t) t[9] = nil print(#t) t[#t + 1] = 1 print(#t)
t = {} t[3] = 3 t[2] = 2 t[1] = 1 print(#t) t[2] = nil print(#t) t[3] = nil print(#t)
t = {n = 0} for i = 1, 5 do t[i] = i end t[4] = nil print(#t, table.getn(t))
t = {} for i = 20, 1, -1 do t[i] = i end io.write(#t) for i = 1, 20 do table.remove(t, 1) io.write(" ", #t) end print()
t = {} for i = 1, 33 do t[i] = i end for i = 2, 32, 3 do t[i] = nil io.write(#t, " ") end print()
for i = 33, 1, -1 do t[i] = nil io.write(#t, " ") end print()
t = {} for i = 1, 9 do t[i * 2] = i io.write(#t, " ") end for i = 1, 17, 2 do t[i] = i io.write(#t, " ") end print()
t = {1, 2, 3, nil, 5} table.sort(t, function(a, b) return (a or 0) > (b or 0) end) print(t[1], t[2], t[3], t[4], t[5])
t = {1, nil, 3} table.insert(t, 4) print(#t, t[1], t[2], t[3], t[4])
