/* cost FLOOR.o PROBE.o: nanoseconds that a read and a write of one byte cost more with programs attached.
 * cost FLOOR.o: attaches the empty pair, says so, and waits to be ended. */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <linux/types.h>
#include "../../src/Capture/Live/Bpf/record.h"

enum { RUNS = 1000, CALLS = 2000, MAX_RINGS = 512, RING = 4 << 20 };

static unsigned long *consumers[MAX_RINGS], *producers[MAX_RINGS];
static int rings;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

/* The best of many runs, each so short that often nothing comes between. Rings are emptied between them. */
static double measure(int writes)
{
    int fd = open(writes ? "/dev/null" : "/dev/zero", O_RDWR);
    double best = 1e18;
    char byte[1] = { 'x' };
    for (int run = 0; run < RUNS; run++) {
        double start = now();
        for (int i = 0; i < CALLS; i++)
            if ((writes ? write(fd, byte, 1) : read(fd, byte, 1)) != 1)
                exit(1);
        double took = (now() - start) / CALLS;
        best = took < best ? took : best;
        for (int i = 0; i < rings; i++)
            __atomic_store_n(consumers[i], __atomic_load_n(producers[i], __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
    }
    close(fd);
    return best;
}

static struct bpf_object *open_object(const char *path)
{
    struct bpf_object *object = bpf_object__open_file(path, 0);
    if (!object)
        exit(1);
    return object;
}

static void attach(struct bpf_object *object, const char *name)
{
    if (!bpf_program__attach(bpf_object__find_program_by_name(object, name))) {
        printf("%s can't be attached\n", name);
        exit(1);
    }
}

/* In a process of its own, so that everything is gone afterwards. */
static void in_child(const char *what, const char *path, int is_probe, unsigned snaplen, int with_enter, double *bare, double *added)
{
    int ends[2];
    fflush(stdout);
    double measured[4];
    if (pipe(ends))
        exit(1);
    if (fork() == 0) {
        /* Bare once more, near what it is compared with. */
        measured[2] = measure(0);
        measured[3] = measure(1);
        struct bpf_object *object = open_object(path);
        int cpus = libbpf_num_possible_cpus();
        if (is_probe) {
            bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "rings"), cpus);
            bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "scratches"), cpus);
        }
        if (bpf_object__load(object))
            exit(1);
        if (is_probe) {
            int outer = bpf_map__fd(bpf_object__find_map_by_name(object, "rings")), page = getpagesize();
            for (rings = 0; rings < cpus; rings++) {
                int ring = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "cost", 0, 0, RING, 0);
                bpf_map_update_elem(outer, &rings, &ring, 0);
                consumers[rings] = mmap(0, page, PROT_READ | PROT_WRITE, MAP_SHARED, ring, 0);
                producers[rings] = mmap(0, page, PROT_READ, MAP_SHARED, ring, page);
            }
            struct memory *memory = mmap(0, sizeof(*memory), PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(bpf_object__find_map_by_name(object, ".bss")), 0);
            for (int i = 0; i < MAX_CALLS; i++)
                memory->rows[i].flags = ROW_ON | ROW_WANTED;
            if (snaplen) {
                struct take read_data = { TAKE_DATA, 1, RESULT }, write_data = { TAKE_DATA, 1, 2 };
                memory->rows[0].count = memory->rows[1].count = 1;
                memory->rows[0].takes[0] = read_data;
                memory->rows[1].takes[0] = write_data;
            }
            memory->settings.snaplen = snaplen;
            memory->settings.snaplen_special = snaplen ? 16000 : 0;
            memory->settings.is_running = 1;
        }
        if (with_enter)
            attach(object, "on_enter");
        attach(object, "on_exit");
        measured[0] = measure(0);
        measured[1] = measure(1);
        exit(write(ends[1], measured, sizeof(measured)) != sizeof(measured));
    }
    if (read(ends[0], measured, sizeof(measured)) != sizeof(measured))
        exit(1);
    close(ends[0]);
    close(ends[1]);
    for (int i = 0; i < 2; i++)
        if (measured[2 + i] < bare[i])
            bare[i] = measured[2 + i];
    double more[2] = { measured[0] - bare[0], measured[1] - bare[1] };
    printf("%-42s read +%3.0f ns", what, more[0]);
    if (added[0])
        printf(" (%.2f of the floor)", more[0] / added[0]);
    printf("   write +%3.0f ns", more[1]);
    if (added[1])
        printf(" (%.2f)", more[1] / added[1]);
    printf("\n");
    fflush(stdout);
    if (!added[0])
        memcpy(added, more, sizeof(more));
}

int main(int count, char **words)
{
    if (count == 2) {
        struct bpf_object *object = open_object(words[1]);
        if (bpf_object__load(object))
            exit(1);
        attach(object, "on_enter");
        attach(object, "on_exit");
        printf("attached\n");
        fflush(stdout);
        pause();
    }
    if (count < 3)
        return 2;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    sched_setaffinity(0, sizeof(one), &one);
    double bare[2] = { measure(0), measure(1) }, floor[2] = { 0, 0 };
    printf("%-42s read  %3.0f ns%22swrite  %3.0f ns\n", "bare", bare[0], "", bare[1]);
    in_child("an empty pair of programs: the floor", words[1], 0, 0, 1, bare, floor);
    in_child("the probe, -s 0 (bar: 2.3)", words[2], 1, 0, 0, bare, floor);
    in_child("the probe with payload (bar: 3.3)", words[2], 1, 80, 0, bare, floor);
    in_child("the probe with payload and start times", words[2], 1, 80, 1, bare, floor);
    return 0;
}
