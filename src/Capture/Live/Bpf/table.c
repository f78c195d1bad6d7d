/* The first table: every thread, and everything that processes have open, as the kernel walks them. What takes a look at a task's own memory
 * is not here. Read once and then unloaded. */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "arch.h"
#include "record.h"
#include "output.h"
#include "files.h"
#include "task.h"

char _license[] SEC("license") = "Dual MIT/GPL";

#define MAX_PATH 4096
/* More than this the kernel does not hand over at once. */
#define MOST_WRITTEN 0x7000

/* How long its parts are stands where a call's time does. */
static __always_inline int write_record(struct bpf_iter_meta *meta, struct record *r, __u32 parts)
{
    r->took = parts;
    if (parts < MOST_WRITTEN)
        bpf_seq_write(meta->seq, r, sizeof(*r) + parts);
    return 0;
}

SEC("iter/task")
int each_task(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    struct record *r = this_record();
    if (!task || !r)
        return 0;
    struct task_part *part = (struct task_part *)(part_at(r, 0) + 2);
    struct mm_struct *mm = BPF_CORE_READ(task, mm);
    struct fs_struct *fs = BPF_CORE_READ(task, fs);
    struct file *file = BPF_CORE_READ(mm, exe_file);

    __builtin_memset(part, 0, sizeof(*part));
    put_identity(part, task);
    part->parent = BPF_CORE_READ(task, real_parent, tgid);
    put_memory_of(part, mm);
    r->kind = RECORD_FORK;
    __u32 at = end_part(r, 0, sizeof(*part));
    at = put_path(r, at, file ? &file->f_path : 0, 0);
    at = put_path(r, at, fs ? &fs->pwd : 0, 0);
    at = put_path(r, at, fs ? &fs->root : 0, 0);
    return write_record(ctx->meta, r, at);
}

SEC("iter/task_file")
int each_file(struct bpf_iter__task_file *ctx)
{
    struct task_struct *task = ctx->task;
    struct file *file = ctx->file;
    struct record *r = this_record();
    /* Threads of a process have what it has. */
    if (!task || !file || !r || task->pid != task->tgid)
        return 0;
    __u32 fd = ctx->fd;
    unsigned long *closing = BPF_CORE_READ(task, files, fdt, close_on_exec), word = 0;
    bpf_probe_read_kernel(&word, sizeof(word), closing + fd / 64);
    r->kind = RECORD_CALL;
    r->tid = r->pid = task->tgid;
    r->values[0] = fd;
    r->values[1] = file->f_flags;
    r->values[2] = word >> (fd & 63) & 1;
    long length = bpf_d_path(&file->f_path, (char *)part_at(r, 0) + 2, MAX_PATH);
    __u32 at = end_part(r, 0, length <= 0 ? ABSENT : (__u32)length & 0x1FFF);
    at = put_opened(r, at, file);
    at = put_opened_socket(r, at, file);
    return write_record(ctx->meta, r, at);
}
