# An application on the web that hands what it was sent to a shell.
import http.server
import subprocess
import urllib.parse


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open("/var/log/app/access.log", "a") as log:
            log.write(self.path + "\n")
        name = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query).get("name", [""])[0]
        if self.path.startswith("/convert") and name:
            subprocess.Popen(["/bin/sh", "-c", "echo converting " + name])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"thank you\n")

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("198.51.100.20", 8080), Pages).serve_forever()
