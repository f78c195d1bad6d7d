-- A chisel that does not want to begin says why
description = "A chisel that does not want to begin says why"
short_description = "refuses"
category = "Test"
args = {}

function on_init() print("usage: refuses NAME") return false end
