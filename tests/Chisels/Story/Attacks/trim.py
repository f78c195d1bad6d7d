#!/usr/bin/python3
# Leaves of a plain capture what is of some threads alone: their events, and their entries in the lists of processes and fds.
#     trim.py CAPTURE TIDS [TEXT...] > TRIMMED
# Each TEXT, such as the control group that all was done in, is written over.
import re
import struct
import sys

PROCESSES, FDS, EVENTS, FLAGGED = {0x215}, {0x203, 0x218}, {0x204, 0x216, 0x221}, {0x208, 0x217, 0x222}

tids = {int(line) for line in open(sys.argv[2]) if line.strip()}
data = open(sys.argv[1], "rb").read()
for text in sys.argv[3:]:
    data = data.replace(text.encode(), re.sub(rb"[^/]", b"s", text.encode()))
out = sys.stdout.buffer


def entries(body):
    at = 0
    while at + 12 <= len(body):
        length, tid = struct.unpack_from("<Iq", body, at)
        if length < 12:
            return
        if tid in tids:
            yield body[at:at + length]
        at += length


at = 0
while at + 12 <= len(data):
    kind, length = struct.unpack_from("<II", data, at)
    body = data[at + 8:at + length - 4]
    at += length
    if kind in PROCESSES:
        body = b"".join(entries(body))
    elif kind in FDS:
        if struct.unpack_from("<q", body)[0] not in tids:
            continue
    elif kind in EVENTS | FLAGGED:
        if struct.unpack_from("<q", body, 14 if kind in FLAGGED else 10)[0] not in tids:
            continue
    body += bytes(-len(body) % 4)
    out.write(struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12))
