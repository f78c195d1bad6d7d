-- Texts that are nested as deep as may be, and deeper
description = "Texts that are nested as deep as may be, and deeper"
short_description = "levels"
category = "Test"
args = {}

local function try(text, ...)
  local f, message = loadstring(text, "=x")
  if not f then print(#text, (message:gsub("near.*", ""))) return end
  local ok, value = pcall(f, ...)
  print(#text, ok, type(value) == "table" and "table" or value)
end
try("return " .. ("("):rep(190) .. "1" .. (")"):rep(190)) try("return " .. ("("):rep(210) .. "1" .. (")"):rep(210))
try("local x = 1 return " .. ("x+"):rep(5000) .. "x") try("local x = 1 if " .. ("x==2 or "):rep(3000) .. "x==1 then return 7 end")
try("local x = 'a' return #(" .. ("x.."):rep(190) .. "x)") try("local x = 'a' return #(" .. ("x.."):rep(300) .. "x)")
try("local x = 1 return " .. ("- "):rep(150) .. "x") try("local x = 1 return " .. ("- "):rep(300) .. "x")
try("return " .. ("{"):rep(150) .. ("}"):rep(150)) try("return " .. ("{"):rep(300) .. ("}"):rep(300))
try(("do "):rep(190) .. (" end"):rep(190)) try(("do "):rep(300) .. (" end"):rep(300))
try("local x = true return " .. ("not "):rep(150) .. "x") try("local x = true return " .. ("not "):rep(300) .. "x")
try("return " .. ("function() return "):rep(300) .. "1" .. (" end"):rep(300))
try("local t = {} t.a = t return t" .. (".a"):rep(5000))
