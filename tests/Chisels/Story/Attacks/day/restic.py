#!/usr/bin/python3
# Stands for a program that keeps backups elsewhere: it reads folders, and sends what it has read to a server, a piece at a time.
import http.client
import os
import sys

server = http.client.HTTPConnection("203.0.113.80", 80)
for folder in sys.argv[1:]:
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                server.request("PUT", "/data/" + name, file.read())
                server.getresponse().read()
                server.close()
