/* Records are laid out in a scratch buffer of their processor and copied into its ring as a whole. */
#pragma once

struct memory memory;
#define settings memory.settings
#define nought memory.nought

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 1);
    __type(key, __u32);
    __uint(value_size, sizeof(int));
    __array(values, struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); });
} rings SEC(".maps");

/* Twice the room, so that the verifier sees that a part of any length fits behind any other. */
struct scratch {
    struct record record;
    __u8 parts[2 * PARTS_ROOM + 0x1000];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct scratch);
} scratches SEC(".maps");

static __always_inline struct counters *this_cpu(void)
{
    return &memory.counters[bpf_get_smp_processor_id() & (MAX_CPUS - 1)];
}

static __always_inline __u32 took(__u64 time)
{
    return time < 0xFFFFFFFF ? (__u32)time : 0;
}

static __always_inline struct record *this_record(void)
{
    __u32 cpu = bpf_get_smp_processor_id();
    return bpf_map_lookup_elem(&scratches, &cpu);
}

static __always_inline struct record *begin(__u8 kind, __u64 ids)
{
    struct record *r = this_record();
    if (!r)
        return 0;
    r->time = bpf_ktime_get_boot_ns();
    r->tid = (__u32)ids;
    r->pid = ids >> 32;
    r->took = 0;
    r->call = 0;
    r->kind = kind;
    r->reserved = 0;
    return r;
}

static __always_inline void send(struct record *r, __u32 parts)
{
    __u32 cpu = bpf_get_smp_processor_id();
    void *to = bpf_map_lookup_elem(&rings, &cpu);
    struct counters *mine = &memory.counters[cpu & (MAX_CPUS - 1)];
    if (!to)
        return;
    if (parts > PARTS_ROOM)
        mine->dropped_large++;
    else if (bpf_ringbuf_output(to, r, sizeof(*r) + parts, BPF_RB_NO_WAKEUP))
        mine->dropped_full++;
    else
        mine->taken++;
    r->kind = RECORD_NONE;
}

static __always_inline __u8 *part_at(struct record *r, __u32 at)
{
    return (__u8 *)r + sizeof(*r) + (at & (PARTS_ROOM - 1));
}

/* Ends a part whose bytes stand behind the two of its length. A record that has grown too long stays so, and is not sent. */
static __always_inline __u32 end_part(struct record *r, __u32 at, __u32 length)
{
    if (at >= PARTS_ROOM)
        return at;
    *(__u16 *)part_at(r, at) = (__u16)length;
    return at + 2 + (length == ABSENT ? 0 : length) + nought;
}

static __always_inline void put_arguments(struct record *r, struct pt_regs *regs, bool compat)
{
    r->values[0] = ARG0(regs, compat);
    r->values[1] = ARG1(regs, compat);
    r->values[2] = ARG2(regs, compat);
    r->values[3] = ARG3(regs, compat);
    r->values[4] = ARG4(regs, compat);
    r->values[5] = ARG5(regs, compat);
}

static __noinline int send_enter(struct pt_regs *regs, __u64 ids, __u32 call, __u64 time)
{
    struct record *r = begin(RECORD_ENTER, ids);
    if (!r)
        return 0;
    r->time = time;
    r->call = call;
    put_arguments(r, regs, call & COMPAT_CALL);
    r->values[RESULT] = 0;
    send(r, 0);
    return 0;
}
