#!/usr/bin/env python3
"""screen.py CSYSDIG MINUTES [EVENTS-A-SECOND [OPTIONS...]]: csysdig is left open on a machine that does something, and used meanwhile.

Every ten seconds: its memory and handles, what was lost, its own cost. At the end: how long a view took to stand after its key, and how long
a key took to open the help and to leave it, from the write to the terminal until the bytes that show it have come back; and what refreshing costs.
Needs root, a C compiler and pyte (apt-get install python3-pyte), which is the terminal. Nothing is installed."""
import fcntl, os, pty, re, select, struct, subprocess, sys, tempfile, termios, time
import pyte

program, minutes = sys.argv[1], float(sys.argv[2])
rate, options = (sys.argv[3] if len(sys.argv) > 3 else "30000"), sys.argv[4:] or ["--memory", "512M"]
here = os.path.dirname(os.path.abspath(__file__))
work = tempfile.mkdtemp()
subprocess.check_call(["cc", "-O2", "-o", work + "/rate", here + "/rate.c"])

pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execvp(program, [program, *options])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
screen = pyte.Screen(160, 45)
stream = pyte.ByteStream(screen)


def read(limit):
    """Takes what comes within so many seconds, and says when it had come; None when nothing did. The terminal here is slower than the program."""
    if not select.select([terminal], [], [], limit)[0]:
        return None
    try:
        data = os.read(terminal, 1 << 16)
    except OSError:
        return None
    came = time.time()
    stream.feed(data)
    return came


def wait(what, limit=60):
    """Seconds until the bytes had come that make the screen so."""
    began = came = time.time()
    while not what(screen.display):
        came = read(0.05) or came
        if time.time() - began > limit:
            print("never came:", *screen.display, sep="\n")
            return limit
    return came - began


def drain(seconds):
    until = time.time() + seconds
    while time.time() < until:
        read(until - time.time() if until > time.time() else 0)


def type(keys):
    os.write(terminal, keys.encode())


def spent():
    """Processor seconds of the program, by thread."""
    took = {}
    for thread in os.listdir("/proc/%d/task" % pid):
        try:
            text = open("/proc/%d/task/%s/stat" % (pid, thread)).read()
        except OSError:
            continue
        name, rest = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
        took[name] = took.get(name, 0) + (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")
    return took


wait(lambda s: s[3].startswith("    PID") and any(c.isdigit() for c in s[4]))
load = subprocess.Popen([work + "/rate", rate, str(int(minutes * 60))])
views, took, keyed, largest = ["connections", "files", "containers", "threads", "errors", "sessions", "story", "overview"], [], [], 0
began, turn = time.time(), 0
print("minute   RSS MiB  anonymous  handles  threads   header")
while load.poll() is None:
    for _ in range(5):
        view = views[turn % len(views)]
        turn += 1
        type(":" + view)
        drain(0.2)
        before = screen.display[2]
        type("\r")
        took.append((view, wait(lambda s: s[2] != before and "looking" not in s[2] and (view in ("story", "errors", "sessions", "containers") or any(c.isdigit() for c in "".join(s[4:44]))))))
        drain(1)
        type("\x7f")
        drain(0.5)
        for key, shown in (("?", True), ("\x7f", False)):
            type(key)
            keyed.append(wait(lambda s: any("Keys here" in line for line in s) == shown, 5))
            drain(0.1)
    status = open("/proc/%d/status" % pid).read()
    number = lambda key: int(re.search(key + r":\s+(\d+)", status).group(1))
    largest = max(largest, number("VmRSS") / 1024)
    print("%6.1f  %8.0f  %9.0f  %7d  %7d   %s" % ((time.time() - began) / 60, number("VmRSS") / 1024, number("RssAnon") / 1024, len(os.listdir("/proc/%d/fd" % pid)), number("Threads"), screen.display[0].strip()), flush=True)


def tell(what, times):
    times.sort()
    if times:
        print("%s: %d, p50 %.0f ms, p99 %.0f ms, longest %.0f ms" % (what, len(times), times[len(times) // 2] * 1e3, times[int(len(times) * 0.99)] * 1e3, times[-1] * 1e3))


for view in views:
    tell("  " + view, [seconds for name, seconds in took if name == view])
tell("views", [seconds for name, seconds in took])
tell("keys", keyed)
print("largest RSS %.0f MiB" % largest)
print("processor seconds of %.0f: %s" % (time.time() - began, ", ".join("%s %.1f" % one for one in sorted(spent().items(), key=lambda one: -one[1])[:12])))
type("q")
drain(2)
