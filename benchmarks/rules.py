#!/usr/bin/env python3
"""Are rules and filters of one mind, and how fast are they?

    rules.py OUT --conditions FILE.tsv --captures FOLDER RULES.yaml...
    rules.py OUT --conditions FILE.tsv --time CAPTURE RULES.yaml...

OUT holds sysdig. FILE.tsv has a rule's name and its condition, lists and macros put in, a line. The first form runs `-c falco` over each
capture, and each condition as a filter: the events must be the same, rule by rule. The second measures a capture with all rules, with the
conditions OR-ed as one filter, and with neither, best of three: seconds on the clock and, in brackets, of processors. Exit 0 when nothing differs."""
import argparse, collections, glob, json, os, resource, subprocess, sys, tempfile, time
a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
a.add_argument("out"); a.add_argument("--conditions", required=True); a.add_argument("--captures"); a.add_argument("--time"); a.add_argument("rules", nargs="+")
o = a.parse_args()
exe = os.path.join(os.path.abspath(o.out), "sysdig")
conditions = dict(l.rstrip("\n").split("\t")[:2] for l in open(o.conditions, encoding="utf-8") if not l.startswith("#"))
env = dict(os.environ, TZ="UTC")

def run(*args):
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    began, before = time.monotonic(), used()
    p = subprocess.run([exe, *args], capture_output=True, env=env)
    if p.returncode:
        sys.exit("%s: %s" % (" ".join(args)[:200], p.stderr.decode("utf-8", "replace")))
    return p.stdout, (time.monotonic() - began, used() - before)

if o.time:
    best = lambda *args: tuple(map(min, zip(*(run("-r", o.time, *args)[1] for _ in range(3)))))
    nothing, rules = best("evt.rawres = 123456789012"), best("-c", "falco", *o.rules, "enable=*")
    filters = best("-p", "%evt.num", " or ".join("(%s)" % c for c in conditions.values()))
    text = lambda taken: "%.2f s (%.2f)" % taken
    print("%s: %d rules %s, their conditions as one filter %s, %.1f (%.1f) times as long, a filter that passes nothing %s" % (
        os.path.basename(o.time), len(conditions), text(rules), text(filters), filters[0] / rules[0], filters[1] / rules[1], text(nothing)))
    sys.exit()

with tempfile.NamedTemporaryFile("w", suffix=".yaml") as numbers:
    for rule in conditions:
        numbers.write('- rule: %s\n  output: "%%evt.num"\n  override: {output: replace}\n' % json.dumps(rule))
    numbers.flush()
    differ = asked = 0
    for capture in sorted(glob.glob(os.path.join(o.captures, "*.scap*"))):
        matches = collections.defaultdict(list)
        for line in run("-r", capture, "-j", "-c", "falco", *o.rules, numbers.name, "enable=*")[0].splitlines():
            found = json.loads(line)
            matches[found["rule"]].append(found["output_fields"]["evt.num"])
        for rule, condition in conditions.items():
            wanted = [int(n) for n in run("-r", capture, "-p", "%evt.num", condition)[0].split()]
            asked += 1
            if wanted != matches[rule]:
                differ += 1
                print("%s: %s: %d events pass the condition, %d match; first that differ: %s" % (os.path.basename(capture), rule, len(wanted), len(matches[rule]), sorted(set(wanted) ^ set(matches[rule]))[:5]))
        print("%s: %d matches" % (os.path.basename(capture), sum(map(len, matches.values()))), flush=True)
print("%d of %d differ" % (differ, asked))
sys.exit(differ > 0)
