-- What was printed before the end is printed
description = "What was printed before the end is printed"
short_description = "exit"
category = "Test"
args = {}

print("at the top")
function on_init() print("init") io.write("no line end, ") return true end
function on_event() print("event", evt.get_num()) if evt.get_num() > 2 then os.exit(3) end return true end
function on_capture_end() print("never") end
