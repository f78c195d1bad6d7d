/* What user land has found that its filter turns down, by what it knows of threads and fds: those calls are not told. User land
 * writes marks, the kernel writes when what they rest upon has changed, and a mark counts only while it is newer. */
#pragma once

#define FD_BITS 20
#define ALL_OF_IT ((1u << FD_BITS) - 1)
#define NO_FD (ALL_OF_IT - 1)
#define MARK_TICK 20
#define TIME_BITS 38

/* A number for a thread or process and an fd of it; no other pair has it. */
static __always_inline __u64 mixed(__u32 id, __u32 fd)
{
    return (((__u64)id << FD_BITS | fd) * 0x278DDE6E5F5ULL) & ((1ULL << 42) - 1);
}

static __always_inline __u32 slot_of(__u64 mixed)
{
    return (mixed >> 26) & (MARKS - 1);
}

/* Up to when what is known was looked at, in ticks; 0 where there is no mark. */
static __always_inline __u64 marked(__u32 id, __u32 fd)
{
    __u64 key = mixed(id, fd), mark = memory.marks[slot_of(key)];
    return mark >> TIME_BITS == (key & ((1ULL << 26) - 1)) ? mark & ((1ULL << TIME_BITS) - 1) : 0;
}

static __always_inline __u64 changed(__u32 id, __u32 fd)
{
    return memory.changed[slot_of(mixed(id, fd))];
}

static __always_inline void note_change(__u32 id, __u32 fd)
{
    if (settings.has_marks && fd <= ALL_OF_IT)
        memory.changed[slot_of(mixed(id, fd))] = bpf_ktime_get_boot_ns();
}

static __always_inline __u64 later(__u64 a, __u64 b)
{
    return a > b ? a : b;
}

/* fd: one of the thread that ids are of, NO_FD for what is about none, anything above for what may be about any. */
static __noinline int is_marked(__u64 ids, __u32 fd)
{
    __u32 pid = ids >> 32, tid = (__u32)ids;
    __u64 last = later(later(changed(tid, ALL_OF_IT), changed(pid, ALL_OF_IT)), settings.all_changed);
    if (marked(tid, ALL_OF_IT) > last >> MARK_TICK)
        return 1;
    if (fd > NO_FD || settings.shares_fds)
        return 0;
    return marked(tid, fd) > later(last, changed(pid, fd)) >> MARK_TICK;
}

/* The fd that a call is about, as its row says it. */
static __always_inline __u32 fd_of_call(struct row *row, struct pt_regs *regs, bool compat, long result)
{
    if (row->fd == ROW_NO_FD)
        return NO_FD;
    /* A call that failed may be about another thing than its fd. */
    if (row->fd > 5 || result < 0)
        return ~0u;
    return row->fd == 0 ? (__u32)ARG0(regs, compat) : row->fd == 4 ? (__u32)ARG4(regs, compat) : ~0u;
}

static __always_inline void note_changes_of(struct row *row, struct pt_regs *regs, bool compat, __u32 pid, long result)
{
    if (row->changes & CHANGES_FD)
        note_change(pid, (__u32)ARG0(regs, compat));
    if (row->changes & CHANGES_RESULT && result >= 0)
        note_change(pid, (__u32)result);
    if (row->changes & CHANGES_ALL)
        note_change(pid, ALL_OF_IT);
}
