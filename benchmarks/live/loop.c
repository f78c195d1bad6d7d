/* loop SECONDS: reads and writes of one byte, as fast as they go. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int count, char **words)
{
    double seconds = count > 1 ? atof(words[1]) : 1, start = now();
    int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
    long calls = 0;
    char byte[1];
    while (now() - start < seconds) {
        for (int i = 0; i < 500; i++) {
            if (read(zero, byte, 1) != 1 || write(null, byte, 1) != 1)
                return 1;
        }
        calls += 1000;
    }
    printf("%ld calls a second\n", (long)(calls / (now() - start)));
}
