-- Times as texts of nanoseconds
description = "Times as texts of nanoseconds"
short_description = "time_texts"
category = "Test"
args = {}

print(sysdig.make_ts(5, 7), sysdig.add_ts("5000000007", "3"), sysdig.subtract_ts("5000000007", "7"))
function on_event() print(sysdig.get_firstevent_ts(), sysdig.get_lastevent_ts(), evt.get_ts()) sysdig.end_capture() return true end
