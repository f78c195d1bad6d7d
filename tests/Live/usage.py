# Uses a processor or memory, as it is asked to, for as long as it has to be seen.
import mmap, sys, time

if sys.argv[1] == "spin":
    # So many percent of a processor by its own count, however often others go first.
    share, until = int(sys.argv[2]) / 100, time.time() + int(sys.argv[3])
    began, used = time.monotonic(), time.process_time()
    while time.time() < until:
        while time.process_time() - used < share * (time.monotonic() - began):
            pass
        time.sleep(0.02)
else:
    size = 64 << 20
    area, ones = mmap.mmap(-1, size), bytes([1]) * (size // 4096)
    view = memoryview(area)
    time.sleep(3)
    print(time.time_ns(), flush=True)
    # Each page, and no call.
    view[::4096] = ones
    time.sleep(4)
