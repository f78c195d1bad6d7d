# Answers on an engine's socket as Docker does: a container here, one that is made, one that is started.
import json
import os
import socketserver


class Engine(socketserver.StreamRequestHandler):
    def handle(self):
        ask = self.rfile.readline().decode()
        length = 0
        while (line := self.rfile.readline().decode().strip()):
            if line.lower().startswith("content-length:"):
                length = int(line.split(":")[1])
        self.rfile.read(length)
        answer = [{"Id": "4f1c", "Image": "shop/app", "State": "running"}] if ask.startswith("GET") else {"Id": "9a77", "Warnings": []}
        text = json.dumps(answer).encode()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(text) + text)


os.makedirs("/run/engine", exist_ok=True)
socketserver.ThreadingUnixStreamServer("/run/engine/docker.sock", Engine).serve_forever()
