-- Numbers as they are printed and read
description = "Numbers as they are printed and read"
short_description = "numbers"
category = "Test"
args = {}

print(0/0, -(0/0), math.huge - math.huge, 1/0, -1/0, tostring(0/0), 0/0 == 0/0)
print(string.format("%f %g %5.1f|%5f|%+f|% f|%-6g|%05f", 0/0, 0/0, 0/0, 0/0, 0/0, 0/0, 0/0, 0/0))
print(string.format("%5f|%+f|% f|%-6g|%05f|%G", 1/0, 1/0, 1/0, 1/0, 1/0, 1/0))
print(string.format("%x %o %u %d %i", -1, -1, -1, 2^40, -2^40), string.format("%c%c", 0, 255):byte(1, -1))
print(1e100, 1e15, 123456.789e3, 2^63, -2^63, 1e-5, 5e-324, 0.1 + 0.2, 100, -0.0, 1/-0.0, 1e14, 123456789012345)
print(string.format("%g %g %g %.3f %e %5d|%-5d|%05d|%.3d", 1e15, 0.0001, 1e-5, 2/3, 12345.678, 42, 42, 42, 7))
print(tonumber("0x1p4"), tonumber("0x.8"), tonumber("1e1"), tonumber("1e"), tonumber(" 10 "), tonumber("10", 2), tonumber("zz", 36), tonumber("8", 8), tonumber("0x"), tonumber("1 2"), tonumber("inf"), tonumber("nan"), tonumber("0x10"), tonumber(""), tonumber("-0x10"))
print(math.floor(-3.5), math.ceil(-3.5), math.fmod(7, 3), math.fmod(-7, 3), -7 % 3, 7 % -3, math.max(1, 2, 3), math.min(3, 1), math.abs(-1), math.huge, -math.huge, math.sqrt(2), math.pi)
print(math.modf(3.7), math.modf(-3.7), math.frexp(8), math.ldexp(0.5, 4), math.pow(2, 10), math.deg(math.pi), math.rad(180))
print(10 == "10", "10" + 1, "0x10" * 2, 10 .. 20, -2^2, 2^3^2, 7 / 2, 3 % math.huge)
print(bit.band(0xff, 0x0f), bit.bor(1, 2), bit.bxor(3, 1), bit.bnot(0), bit.lshift(1, 31), bit.rshift(-1, 28), bit.arshift(-8, 1), bit.tohex(255, 4), bit.tobit(2^32 + 5), bit.bswap(0x12345678), bit.rol(1, 33))
for i = 1, 0 do print("never") end for i = 3, 1, -1 do io.write(i, " ") end for i = 0, 1, 0.25 do io.write(i, " ") end print()
