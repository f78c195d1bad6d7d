-- Printed while it begins
description = "Printed while it begins"
short_description = "exit_early"
category = "Test"
args = {}

print("usage: exit_early NAME") os.exit(2)
