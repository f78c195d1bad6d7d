-- What a chisel sees of events
description = "What a chisel sees of events"
short_description = "events"
category = "Test"
args = {}

local count, bytes, names = 0, 0, {}
function on_init()
  name, size, kind, latency, fd, isread, data = chisel.request_field("proc.name"), chisel.request_field("evt.rawres"), chisel.request_field("evt.type"),
    chisel.request_field("evt.latency"), chisel.request_field("fd.name"), chisel.request_field("evt.is_io_read"), chisel.request_field("evt.buffer")
  chisel.set_filter("evt.is_io=true and evt.dir=< and evt.rawres>0") return true
end
function on_capture_start() print("start", sysdig.is_live(), sysdig.is_tty(), sysdig.get_filter()) return true end
function on_event()
  count = count + 1
  local n = evt.field(name) names[n] = (names[n] or 0) + evt.field(size)
  if count % 400 == 0 then print(evt.get_num(), evt.get_type(), evt.get_cpuid(), n, evt.field(size), evt.field(kind), evt.field(latency), evt.field(fd), evt.field(isread), #evt.field(data)) end
  if count >= 4000 then sysdig.end_capture() end
  return true
end
function on_capture_end(s, ns, delta)
  local sorted = {} for n, b in pairs(names) do sorted[#sorted + 1] = n .. " " .. b end table.sort(sorted)
  print(count, s, ns, delta) print(table.concat(sorted, "\n"))
end
