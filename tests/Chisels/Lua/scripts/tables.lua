-- Tables, sorting, iteration
description = "Tables, sorting, iteration"
short_description = "tables"
category = "Test"
args = {}

print(table.concat({1, 2, 3}, ", "), table.concat({}, "x"), table.concat({1, 2, 3}, "-", 2, 3))
local t = {3, 1, 2} table.sort(t) print(table.concat(t, ",")) table.sort(t, function(a, b) return a > b end) print(table.concat(t, ","))
print(table.remove({}), table.remove({1, 2, 3}), table.remove({1, 2, 3}, 1), table.maxn({1, 2, [10] = 3}), select(-1, 1, 2, 3), select(2, "a", "b"))
print(next({}), type(next), rawequal("a", "a"), rawget({a = 1}, "a"), #rawset({}, 1, 2))
t = {} for i = 1, 5 do table.insert(t, 1, i) end print(table.concat(t, " ")) table.insert(t, 3, "x") print(table.concat(t, " "))
for i, v in ipairs({1, 2, nil, 4}) do io.write(i, "=", v, " ") end print()
t = {10, 20, 30} for k, v in pairs(t) do t[k] = nil io.write(k, " ") end print(next(t))
print(select("#"), select("#", nil, nil), pcall(select, 0))
local order = {} local function note(x) order[#order + 1] = x return x end
local made = {note("a"), b = note("b"), note("c"), [note("k")] = note("v")} print(table.concat(order, ""))
table.foreachi({5, 6}, print) print(table.foreach({5}, function(k, v) return v end))
local words = {} for w in ("the quick brown fox jumps"):gmatch("%a+") do words[#words + 1] = w end table.sort(words) print(unpack(words))
