/* What every thread has used of processors, and every process has of memory, now. It is asked once a second, so it tells nothing else. */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "pages.h"

char _license[] SEC("license") = "Dual MIT/GPL";

/* KernelUsage.cs reads it by the same offsets. */
struct usage {
    __u32 tid, pid;
    __u64 user, system, ran;    /* ns; the first two are guesses by ticks, the last is what they should add up to */
    __u32 vm_size, vm_rss;      /* KB, of main threads */
};

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
    bpf_seq_write(ctx->meta->seq, &usage, sizeof(usage));
    return 0;
}
