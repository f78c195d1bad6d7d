-- A table of the script in place of the globals, for what is loaded from then on
description = "A table of the script in place of the globals, for what is loaded from then on"
short_description = "globals"
category = "Test"
args = {}

local G = _G
local e = setmetatable({}, {__index = G})
print(select("#", setfenv(0, e)))
G.print(getfenv(0) == e, getfenv(1) == e, getfenv(1) == G)
x = 5
G.print(rawget(e, "x"), rawget(G, "x"))
local f = loadstring("y = 6 return y")
print(f(), rawget(e, "y"), rawget(G, "y"))
function on_init() print("init") return true end
