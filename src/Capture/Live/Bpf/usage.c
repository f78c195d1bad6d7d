/* What every thread has used of processors, every process of memory, and what each does, now. It is asked once a second, so it tells nothing else. */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "pages.h"
#include "arch.h"

char _license[] SEC("license") = "Dual MIT/GPL";

/* KernelUsage.cs reads it by the same offsets. */
struct usage {
    __u32 tid, pid;
    __u64 user, system, ran;    /* ns; the first two are guesses by ticks, the last is what they should add up to */
    __u32 vm_size, vm_rss;      /* KB, of main threads */
    __u32 state;                /* the bits of /proc's letters; IDLE for kernel threads that wait for work */
    __s32 call;                 /* in which it waits; -1 for none */
};

enum { RUNNING = 0, REPORTED = 0x7f, IDLE = 0x80, NO_LOAD = 0x402, KERNEL_THREAD = 0x00200000, WAITING = 3 };

static __always_inline __u32 state_of(struct task_struct *task)
{
    __u32 state = bpf_core_field_exists(((struct task_struct___513 *)0)->state) ? (__u32)BPF_CORE_READ((struct task_struct___513 *)task, state) : task->__state;
    return (state & NO_LOAD) == NO_LOAD ? IDLE : (state | (__u32)task->exit_state) & REPORTED;
}

/* Linux 5.15. */
static __always_inline __s32 call_of(struct task_struct *task)
{
    if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
        return -1;
    struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(task);
    return CALL_OF(task, regs);
}

SEC("iter/task")
int each_task(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    struct usage usage = {};
    if (!task)
        return 0;
    usage.tid = task->pid;
    usage.pid = task->tgid;
    usage.user = task->utime;
    usage.system = task->stime;
    usage.ran = task->se.sum_exec_runtime;
    struct mm_struct *mm = task->mm;
    if (mm && usage.tid == usage.pid) {
        usage.vm_size = KB(BPF_CORE_READ(mm, total_vm));
        usage.vm_rss = KB(RESIDENT(mm));
    }
    usage.state = state_of(task);
    usage.call = usage.state & WAITING && !(task->flags & KERNEL_THREAD) ? call_of(task) : -1;
    bpf_seq_write(ctx->meta->seq, &usage, sizeof(usage));
    return 0;
}
