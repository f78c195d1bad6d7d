-- Errors and what catches them
description = "Errors and what catches them"
short_description = "errors"
category = "Test"
args = {}

local function shown(...) local all = {...} for i = 1, select("#", ...) do all[i] = tostring(all[i]):gsub("^%[string.-%]:", ""):gsub("^errors.lua:", "") end print(unpack(all, 1, select("#", ...))) end
shown(assert(1, 2, 3)) shown(select("#", assert(1, nil, nil))) shown(pcall(assert, false)) shown(pcall(assert, nil, "why", 3)) shown(pcall(assert, false, nil))
shown(pcall(error)) shown(pcall(error, nil)) shown(pcall(error, "x", 0)) shown(pcall(function() error("x") end)) shown(pcall(function() error("x", 2) end))
shown(xpcall(function() error("a") end, function(e) return "handled", 2 end)) shown(xpcall(function() error("a") end, function(e) error("b") end))
shown(xpcall(function(...) return select("#", ...), ... end, print, 1, nil, 3)) shown(select("#", pcall(function() return nil, nil end)))
shown(pcall(function() local function f() return 1 + f() end return f() end))
local ok = xpcall(function() local function f() return 1 + f() end return f() end, function(e) return e end) shown(ok)
for _, text in ipairs({"local a; a.b = 1", "return 1 + {}", "return {} .. 'x'", "return #5", "return -{}", "undefinedfn()", "local s = 'x' s:nope()", "return 1 < '2'", "return {} < {}",
  "local t = {} t.x.y = 1", "for i = 1, 'x' do end", "for i = 'x', 1 do end", "for i = 1, 2, {} do end", "string.rep()", "string.rep('x', {})", "setmetatable(1, {})", "('x'):bad()", "local t = {} t[nil] = 1", "local x = math.floor('x')",
  "return ('x'):rep(1, 2, 3) + 1", "return nil .. 'x'", "return {} + 1", "tostring()", "local x = select(0)", "return ('x')()"}) do
  shown(text, pcall(assert(loadstring(text, "=s"))))
end
for _, text in ipairs({"x = = 1", "if true then", "x = 'a", "for", "return return", "local function end", "x = }", "goto nowhere", "break", "do ::a:: end goto a", "goto a do ::a:: end", "while true do local function f() break end end", "local x <const> = 1", "f(", "a.b:c = 1", "x = 0x", "--[[ open"}) do
  local f, message = loadstring(text, "=s") shown(text, f)
end
print(loadstring("\27LJ\2") == nil)
