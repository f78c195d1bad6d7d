#!/usr/bin/env python3
"""screen.py CSYSDIG MINUTES [EVENTS-A-SECOND [OPTIONS...]]: csysdig is left open on a machine that does something, and used meanwhile.

Every ten seconds: its memory and handles, what was lost, its own cost; and how long a view takes to stand after its key.
Needs root, tmux and a C compiler. Nothing is installed."""
import os, re, subprocess, sys, tempfile, time

program, minutes = sys.argv[1], float(sys.argv[2])
rate, options = (sys.argv[3] if len(sys.argv) > 3 else "30000"), sys.argv[4:] or ["--memory", "512M"]
here = os.path.dirname(os.path.abspath(__file__))
work = tempfile.mkdtemp()
subprocess.check_call(["cc", "-O2", "-o", work + "/rate", here + "/rate.c"])
socket = "screen-%d" % os.getpid()

def tmux(*words):
    return subprocess.run(["tmux", "-L", socket, "-f", "/dev/null", *words], stdout=subprocess.PIPE, text=True).stdout

def screen():
    return tmux("capture-pane", "-p").split("\n")

def wait(what, limit=60):
    began = time.time()
    while not what(screen()):
        if time.time() - began > limit:
            print("never came:", *screen(), sep="\n")
            return None
        time.sleep(0.005)
    return time.time() - began

tmux("new-session", "-d", "-x", "160", "-y", "45", "exec " + " ".join([program, *options]))
wait(lambda s: len(s) > 3 and s[3].startswith("    PID"))
pid = int(tmux("display-message", "-p", "#{pane_pid}"))
load = subprocess.Popen([work + "/rate", rate, str(int(minutes * 60))])
views, took, largest = ["connections", "files", "containers", "threads", "errors", "sessions", "story"], [], 0
began, turn = time.time(), 0
print("minute   RSS MiB  anonymous  handles  threads   header")
while load.poll() is None:
    for _ in range(5):
        view = views[turn % len(views)]
        turn += 1
        tmux("send-keys", "-l", ":" + view)
        before = screen()[2]
        start = time.time()
        tmux("send-keys", "Enter")
        stood = wait(lambda s: s[2] != before and "looking" not in s[2] and (view in ("story", "errors", "sessions") or any(c.isdigit() for c in "".join(s[4:44]))))
        took.append(time.time() - start)
        time.sleep(1.5)
        tmux("send-keys", "BSpace")
        time.sleep(0.3)
    status = open("/proc/%d/status" % pid).read()
    number = lambda key: int(re.search(key + r":\s+(\d+)", status).group(1))
    rss = number("VmRSS") / 1024
    largest = max(largest, rss)
    print("%6.1f  %8.0f  %9.0f  %7d  %7d   %s" % ((time.time() - began) / 60, rss, number("RssAnon") / 1024, len(os.listdir("/proc/%d/fd" % pid)), number("Threads"), screen()[0].strip()), flush=True)
took.sort()
print("views: %d, p50 %.0f ms, p99 %.0f ms, longest %.0f ms; largest RSS %.0f MiB" % (len(took), took[len(took) // 2] * 1e3, took[int(len(took) * 0.99)] * 1e3, took[-1] * 1e3, largest))
tmux("send-keys", "q")
time.sleep(2)
tmux("kill-server")
