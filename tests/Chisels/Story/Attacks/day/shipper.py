# Ships lines of logs: each over UDP to who collects them, and a batch over TCP now and then.
import socket
import time

lines = open("/var/log/app/access.log").readlines()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for turn in range(15):
    for line in lines[-5:]:
        udp.sendto(("<14>" + line).encode(), ("198.51.100.7", 514))
    try:
        with socket.create_connection(("198.51.100.7", 80)) as tcp:
            text = "".join(lines).encode()
            tcp.sendall(b"POST /logs HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(text) + text)
            tcp.recv(100)
    except OSError:
        pass
    time.sleep(5)
