// rate EVENTS-A-SECOND SECONDS: so many system calls a second: files, a socket, and ten short processes in each second.
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 3) { fprintf(stderr, "rate EVENTS-A-SECOND SECONDS\n"); return 2; }
    long rate = atol(argv[1]), ticks = atol(argv[2]) * 100;
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9), .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int udp = socket(AF_INET, SOCK_DGRAM, 0);
    char bytes[200] = "what is written again and again", name[32];
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (long tick = 0; tick < ticks; tick++) {
        if (tick % 10 == 0 && vfork() == 0) {
            execl("/bin/true", "true", (char *)0);
            _exit(1);
        }
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        for (long done = 0; done < rate / 100; done += 10) {
            snprintf(name, sizeof name, "/tmp/rate-%ld", (tick + done) % 500);
            int file = open(name, O_RDWR | O_CREAT, 0600);
            for (int i = 0; i < 3; i++) {
                (void)!pwrite(file, bytes, sizeof bytes, 0);
                (void)!pread(file, bytes, sizeof bytes, 0);
            }
            sendto(udp, bytes, 100, 0, (struct sockaddr *)&to, sizeof to);
            close(file);
            getppid();
        }
        next.tv_nsec += 10000000;
        if (next.tv_nsec >= 1000000000) { next.tv_nsec -= 1000000000; next.tv_sec++; }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "/tmp/rate-%d", i);
        unlink(name);
    }
    return 0;
}
