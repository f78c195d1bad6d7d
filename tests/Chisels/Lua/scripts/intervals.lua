-- Intervals of the events' own time, and a format
description = "Intervals of the events' own time, and a format"
short_description = "intervals"
category = "Test"
args = {}

local n = 0
function on_init() chisel.set_interval_s(1) chisel.set_event_formatter("%evt.num %evt.type %proc.name") chisel.set_filter("evt.type=execve and evt.dir=<") return true end
function on_event() n = n + 1 return n % 7 == 0 end
function on_interval(s, ns, delta) print("interval", s, ns, delta, n) return true end
function on_capture_end(s, ns, delta) print("end", s, ns, delta, n) end
