/* The probe: one record a system call, told by a table of what each call's arguments are. See docs/live.md. */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "record.h"
#include "arch.h"
#include "output.h"
#include "marks.h"
#include "files.h"
#include "task.h"
#include "takes.h"

char _license[] SEC("license") = "Dual MIT/GPL";

static __always_inline bool is_unwanted(__u32 pid)
{
    return !settings.is_running || pid == settings.own_pid;
}

/* What the filter turns down, as far as that is known here. */
static __always_inline bool is_filtered(__u64 ids)
{
    return (settings.only_pid && settings.only_pid != (__u32)(ids >> 32)) || (settings.only_tid && settings.only_tid != (__u32)ids);
}

SEC("tp_btf/sys_enter")
int on_enter(unsigned long long *ctx)
{
    __u64 ids = bpf_get_current_pid_tgid();
    struct counters *mine = this_cpu();
    struct pt_regs *regs = (struct pt_regs *)ctx[0];
    __u32 call = (__u32)ctx[1];

    if (call >= MAX_CALLS || is_unwanted(ids >> 32))
        return 0;
    if (is_compat(regs))
        call |= COMPAT_CALL;
    mine->slot_tid = (__u32)ids;
    mine->slot_call = call;
    mine->slot_time = bpf_ktime_get_boot_ns();
    __u32 flags = memory.rows[call & (2 * MAX_CALLS - 1)].flags;
    if (settings.enters && (flags & (ROW_ENTER | ROW_ON)) == (ROW_ENTER | ROW_ON) && ((flags & ROW_STATE) || ((flags & ROW_WANTED) && !is_filtered(ids))))
        send_enter(regs, ids, call, mine->slot_time);
    return 0;
}

SEC("tp_btf/sys_exit")
int on_exit(unsigned long long *ctx)
{
    struct pt_regs *regs = (struct pt_regs *)ctx[0];
    __u64 ids = bpf_get_current_pid_tgid();
    __u32 call = CALL(regs);
    long result = (long)ctx[1];

    if (call >= MAX_CALLS || is_unwanted(ids >> 32))
        return 0;
    bool compat = is_compat(regs);
    if (compat)
        call |= COMPAT_CALL;
    struct row *row = &memory.rows[call & (2 * MAX_CALLS - 1)];
    __u32 flags = row->flags;
    if (!(flags & ROW_ON))
        return 0;
    if ((flags & ROW_FAILED_ONLY) && result >= 0 || (flags & ROW_NOT_CHILD) && result == 0)
        return 0;
    if (flags & ROW_STATE)
        note_changes_of(row, regs, compat, ids >> 32, result);
    else if (!(flags & ROW_WANTED) || is_filtered(ids) || (settings.only_failed && result >= 0)
        || (settings.has_marks && is_marked(ids, fd_of_call(row, regs, compat, result))))
        return 0;

    struct record *r = begin(RECORD_CALL, ids);
    if (!r)
        return 0;
    struct counters *mine = this_cpu();
    r->took = mine->slot_tid == (__u32)ids && mine->slot_call == call ? took(r->time - mine->slot_time) : 0;
    r->call = call;
    if (compat)
        put_arguments(r, regs, 1);
    else
        put_arguments(r, regs, 0);
    r->values[RESULT] = result;
    if (flags & ROW_MESSAGES && result > 0)
        return send_messages(r->values[1], (__u32)result, compat);
    if (flags & ROW_MESSAGES && !result)
        /* There is none to look at. */
        r->values[1] = 0;

    __u32 at = 0;
    if (row->count)
        at = take_all(r, row, result);
    if (flags & ROW_TASK)
        at = put_task(r, at, (struct task_struct *)bpf_get_current_task(), 0);
    send(r, at);
    return 0;
}

/* Every exec that worked, by whichever call; those that failed are calls like others. */
SEC("tp_btf/sched_process_exec")
int on_exec(unsigned long long *ctx)
{
    struct task_struct *task = (struct task_struct *)ctx[0];
    struct linux_binprm *program = (struct linux_binprm *)ctx[2];
    __u64 ids = bpf_get_current_pid_tgid();

    if (is_unwanted(ids >> 32))
        return 0;
    note_change(ids >> 32, ALL_OF_IT);
    struct record *r = begin(RECORD_EXEC, ids);
    if (!r)
        return 0;
    __u32 at = put_task(r, 0, task, 0);
    at = put_environment(r, at, task);
    at = put_kernel_text(r, at, BPF_CORE_READ(program, filename));
    send(r, at);
    return 0;
}

/* The child, before it has run; the parent's call ends later. */
SEC("tp_btf/sched_process_fork")
int on_fork(unsigned long long *ctx)
{
    struct task_struct *parent = (struct task_struct *)ctx[0], *child = (struct task_struct *)ctx[1];
    __u64 ids = bpf_get_current_pid_tgid();

    if (is_unwanted(ids >> 32))
        return 0;
    note_change(BPF_CORE_READ(child, pid), ALL_OF_IT);
    if ((shared_with(child, parent) & (SHARES_FILES | IS_THREAD)) == SHARES_FILES)
        settings.shares_fds = 1;
    struct record *r = begin(RECORD_FORK, ids);
    if (!r)
        return 0;
    struct counters *mine = this_cpu();
    r->call = mine->slot_tid == (__u32)ids ? mine->slot_call : 0;
    r->tid = BPF_CORE_READ(child, pid);
    r->pid = BPF_CORE_READ(child, tgid);
    send(r, put_task(r, 0, child, parent));
    return 0;
}

SEC("tp_btf/sched_process_exit")
int on_end(unsigned long long *ctx)
{
    struct task_struct *task = (struct task_struct *)ctx[0];
    __u64 ids = bpf_get_current_pid_tgid();

    if (is_unwanted(ids >> 32))
        return 0;
    struct record *r = begin(RECORD_EXIT, ids);
    if (!r)
        return 0;
    r->values[0] = BPF_CORE_READ(task, exit_code);
    r->values[1] = BPF_CORE_READ(task, signal, group_exit_code);
    r->values[2] = reaper_of(task);
    send(r, 0);
    return 0;
}

SEC("tp_btf/signal_deliver")
int on_signal(unsigned long long *ctx)
{
    struct kernel_siginfo *info = (struct kernel_siginfo *)ctx[1];
    __u64 ids = bpf_get_current_pid_tgid();

    if (is_unwanted(ids >> 32))
        return 0;
    struct record *r = begin(RECORD_SIGNAL, ids);
    if (!r)
        return 0;
    int code = info ? BPF_CORE_READ(info, si_code) : 0;
    int signal = (int)ctx[0];
    /* Who sent it is known of those that a process sends, and of a child's end. */
    bool has_sender = code <= 0 || signal == 17;
    r->values[0] = info && has_sender ? BPF_CORE_READ(info, _sifields._kill._pid) : 0;
    r->values[1] = (__u32)(ids >> 32);
    r->values[2] = signal;
    send(r, 0);
    return 0;
}

SEC("tp_btf/sched_switch")
int on_switch(unsigned long long *ctx)
{
    struct task_struct *before = (struct task_struct *)ctx[1], *after = (struct task_struct *)ctx[2];
    __u64 ids = (__u64)BPF_CORE_READ(before, tgid) << 32 | (__u32)BPF_CORE_READ(before, pid);

    if (is_unwanted(ids >> 32) || is_filtered(ids) || (settings.has_marks && is_marked(ids, NO_FD)))
        return 0;
    struct record *r = begin(RECORD_SWITCH, ids);
    if (!r)
        return 0;
    r->values[0] = BPF_CORE_READ(after, pid);
    r->values[1] = BPF_CORE_READ(before, maj_flt);
    r->values[2] = BPF_CORE_READ(before, min_flt);
    send(r, put_memory(r, 0, BPF_CORE_READ(before, mm)));
    return 0;
}

static __always_inline int page_fault(unsigned long long *ctx)
{
    __u64 ids = bpf_get_current_pid_tgid();

    if (is_unwanted(ids >> 32) || is_filtered(ids) || (settings.has_marks && is_marked(ids, NO_FD)))
        return 0;
    struct record *r = this_record();
    /* Where another is being laid out, it is our own look at a program's memory that has met a page that is not there. */
    if (!r || r->kind != RECORD_NONE || !begin(RECORD_FAULT, ids))
        return 0;
    r->values[0] = ctx[0];
    r->values[1] = IP((struct pt_regs *)ctx[1]);
    r->values[2] = ctx[2];
    send(r, 0);
    return 0;
}

SEC("tp_btf/page_fault_user")
int on_user_fault(unsigned long long *ctx)
{
    return page_fault(ctx);
}

SEC("tp_btf/page_fault_kernel")
int on_kernel_fault(unsigned long long *ctx)
{
    return page_fault(ctx);
}
