-- The table of threads
description = "The table of threads"
short_description = "threads"
category = "Test"
args = {}

function on_event() sysdig.end_capture() return true end
function on_capture_end()
  local t, rows = sysdig.get_thread_table("fd.type=ipv4"), {}
  for tid, info in pairs(t) do
    local fds = {} for fd, f in pairs(info.fdtable) do fds[#fds + 1] = fd .. ":" .. tostring(f.name) .. ":" .. tostring(f.sport) .. ":" .. tostring(f.is_server) end table.sort(fds)
    rows[#rows + 1] = table.concat({tid, info.pid, info.ptid, info.comm, info.exe, info.username, #info.args, table.concat(fds, " ")}, " ")
  end
  table.sort(rows) print(table.concat(rows, "\n"))
end
