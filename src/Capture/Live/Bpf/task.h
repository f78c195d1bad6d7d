/* What a task is: for fork, exec and clone. Paths are walked without a lock, as deep as MAX_DEPTH; a task that moves meanwhile gives a wrong one. */
#pragma once

#include "pages.h"

#define MAX_DEPTH 48
#define MAX_NAME 255
#define MAX_ARGUMENTS 0x7FFF
#define MAX_TITLE 0x1000
#define MAX_ENVIRONMENT 0x3FFF
#define MAX_CGROUP_DEPTH 8

static __always_inline __u32 put_kernel_text(struct record *r, __u32 at, const char *text)
{
    long length = bpf_probe_read_kernel_str(part_at(r, at) + 2, 4096, text);
    return end_part(r, at, length < 0 ? ABSENT : (__u32)length & 0x1FFF);
}

/* The names from a file up to the root of everything, each with its NUL; user land puts them in order. Where a task's root is given they
 * end there, and a path that is not whole is none: that of a pipe, of what is mounted nowhere any more, of a file deeper than this goes. */
static __noinline __u32 put_path(struct record *r, __u32 at, struct path *path, struct path *root)
{
    struct vfsmount *vfsmount = 0, *last = 0;
    struct dentry *dentry = 0, *top = 0;
    __u32 length = nought;

    if (path) {
        vfsmount = BPF_CORE_READ(path, mnt);
        dentry = BPF_CORE_READ(path, dentry);
    }
    if (!dentry || !vfsmount)
        return end_part(r, at, ABSENT);
    if (root) {
        last = BPF_CORE_READ(root, mnt);
        top = BPF_CORE_READ(root, dentry);
    }
    struct dentry *mounted = BPF_CORE_READ(vfsmount, mnt_root);
    for (int i = 0; i < MAX_DEPTH; i++) {
        if (dentry == top && vfsmount == last)
            goto whole;
        if (dentry == mounted) {
            struct mount *mount = (void *)vfsmount - bpf_core_field_offset(struct mount, mnt), *above = BPF_CORE_READ(mount, mnt_parent);
            if (above == mount) {
                if (BPF_CORE_READ(mount, mnt_ns))
                    goto whole;
                break;
            }
            dentry = BPF_CORE_READ(mount, mnt_mountpoint);
            vfsmount = (void *)above + bpf_core_field_offset(struct mount, mnt);
            mounted = BPF_CORE_READ(vfsmount, mnt_root);
            continue;
        }
        struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
        if (parent == dentry)
            break;
        const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
        long got = bpf_probe_read_kernel_str(part_at(r, at) + 2 + (length & 0x3FFF), MAX_NAME + 1, name);
        if (got <= 0)
            break;
        length = (length + (got & 0x1FF)) & 0x3FFF;
        dentry = parent;
    }
    if (root)
        return end_part(r, at, ABSENT);
whole:
    return end_part(r, at, length & 0x3FFF);
}

/* What an fd has been opened to: its file, and the path that the kernel has found it by. */
static __always_inline __u32 put_opened_path(struct record *r, __u32 at, __s64 fd)
{
    struct task_struct *task = (struct task_struct *)bpf_get_current_task();
    struct fs_struct *fs = BPF_CORE_READ(task, fs);
    struct file *file = file_of(fd);

    at = put_opened(r, at, file);
    return file && fs ? put_path(r, at, &file->f_path, &fs->root) : end_part(r, at, ABSENT);
}

/* A stretch of a task's own memory: its command line, its environment. */
static __always_inline __u32 put_area(struct record *r, __u32 at, unsigned long start, unsigned long end, __u32 most)
{
    unsigned long length = end - start;
    if (end <= start)
        return end_part(r, at, 0);
    if (length > most)
        length = most;
    if (bpf_probe_read_user(part_at(r, at) + 2, length & 0x7FFF, (void *)start))
        return end_part(r, at, ABSENT);
    return end_part(r, at, length & 0x7FFF);
}

/*
 * A task's command line. Who names himself anew may write on behind it, over the environment: its last byte is not NUL then, and it ends with the
 * first that is, as /proc and ps have it.
 */
static __always_inline __u32 put_command_line(struct record *r, __u32 at, struct mm_struct *mm)
{
    unsigned long start = BPF_CORE_READ(mm, arg_start), end = BPF_CORE_READ(mm, arg_end);
    char last = 0;
    if (end <= start || bpf_probe_read_user(&last, 1, (void *)(end - 1)) || !last)
        return put_area(r, at, start, end, MAX_ARGUMENTS);
    long length = bpf_probe_read_user_str(part_at(r, at) + 2, MAX_TITLE, (void *)start);
    return end_part(r, at, length < 0 ? ABSENT : length & 0x1FFF);
}

static __noinline __u32 put_environment(struct record *r, __u32 at, struct task_struct *task)
{
    if (!task)
        return at;
    struct mm_struct *mm = BPF_CORE_READ(task, mm);
    return put_area(r, at, BPF_CORE_READ(mm, env_start), BPF_CORE_READ(mm, env_end), MAX_ENVIRONMENT);
}

static __always_inline __u32 put_cgroup(struct record *r, __u32 at, struct css_set *set, __u32 id)
{
    struct cgroup_subsys_state *state = BPF_CORE_READ(set, subsys[id]);
    struct kernfs_node *node = BPF_CORE_READ(state, cgroup, kn);
    __u32 length = nought;

    for (int i = 0; i < MAX_CGROUP_DEPTH; i++) {
        struct kernfs_node *parent = bpf_core_field_exists(node->parent) ? BPF_CORE_READ(node, parent)
            : BPF_CORE_READ((struct kernfs_node___615 *)node, __parent);
        if (!node || !parent)
            break;
        long got = bpf_probe_read_kernel_str(part_at(r, at) + 2 + (length & 0xFFF), MAX_NAME + 1, BPF_CORE_READ(node, name));
        if (got <= 0)
            break;
        length = (length + (got & 0x1FF)) & 0xFFF;
        node = parent;
    }
    return end_part(r, at, length & 0xFFF);
}

/* In the order that captures have them. */
static __noinline __u32 put_cgroups(struct record *r, __u32 at, struct task_struct *task)
{
    if (!task)
        return at;
    struct css_set *set = BPF_CORE_READ(task, cgroups);
    at = put_cgroup(r, at, set, bpf_core_enum_value(enum cgroup_subsys_id, cpuset_cgrp_id));
    at = put_cgroup(r, at, set, bpf_core_enum_value(enum cgroup_subsys_id, cpu_cgrp_id));
    at = put_cgroup(r, at, set, bpf_core_enum_value(enum cgroup_subsys_id, cpuacct_cgrp_id));
    at = put_cgroup(r, at, set, bpf_core_enum_value(enum cgroup_subsys_id, io_cgrp_id));
    return put_cgroup(r, at, set, bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id));
}

static __noinline __u32 put_memory(struct record *r, __u32 at, struct mm_struct *mm)
{
    __u32 *part = (__u32 *)(part_at(r, at) + 2);
    part[0] = part[1] = part[2] = 0;
    if (mm) {
        part[0] = KB(BPF_CORE_READ(mm, total_vm));
        part[1] = KB(RESIDENT(mm));
        part[2] = KB(PAGES(mm, SWAP_PAGES));
    }
    return end_part(r, at, 3 * sizeof(__u32));
}

static __always_inline int number_in_own_namespace(struct pid *pid)
{
    unsigned int level = BPF_CORE_READ(pid, level);
    struct upid id = {};
    bpf_probe_read_kernel(&id.nr, sizeof(id.nr), (void *)pid + bpf_core_field_offset(struct pid, numbers)
        + (level & 31) * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr));
    return id.nr;
}

static __always_inline __u64 start_of(struct task_struct *task)
{
    return bpf_core_field_exists(task->start_boottime) ? BPF_CORE_READ(task, start_boottime)
        : BPF_CORE_READ((struct task_struct___510 *)task, real_start_time);
}

static __always_inline void put_times(struct task_part *part, struct inode *inode)
{
    const __u64 second = 1000000000;
    if (bpf_core_field_exists(inode->i_mtime_sec)) {
        part->file_mtime = BPF_CORE_READ(inode, i_mtime_sec) * second + BPF_CORE_READ(inode, i_mtime_nsec);
        /* The highest bit is a flag since 6.13. */
        part->file_ctime = BPF_CORE_READ(inode, i_ctime_sec) * second + (BPF_CORE_READ(inode, i_ctime_nsec) & 0x7FFFFFFF);
        return;
    }
    struct inode___611 *older = (struct inode___611 *)inode;
    struct inode___66 *newer = (struct inode___66 *)inode;
    part->file_mtime = BPF_CORE_READ(older, i_mtime.tv_sec) * second + BPF_CORE_READ(older, i_mtime.tv_nsec);
    part->file_ctime = bpf_core_field_exists(newer->__i_ctime)
        ? BPF_CORE_READ(newer, __i_ctime.tv_sec) * second + BPF_CORE_READ(newer, __i_ctime.tv_nsec)
        : BPF_CORE_READ(older, i_ctime.tv_sec) * second + BPF_CORE_READ(older, i_ctime.tv_nsec);
}

enum { PID_OF_TASK, PID_OF_PROCESS, PID_OF_GROUP, PID_OF_SESSION };

/* PID's type numbers in struct signal_struct: PIDTYPE_PGID 2, PIDTYPE_SID 3. */
static __noinline int put_identity(struct task_part *part, struct task_struct *task)
{
    if (!part || !task)
        return 0;
    part->tid = BPF_CORE_READ(task, pid);
    part->pid = BPF_CORE_READ(task, tgid);
    part->parent = BPF_CORE_READ(task, real_parent, pid);
    struct pid *group = BPF_CORE_READ(task, signal, pids[PID_OF_GROUP]), *session = BPF_CORE_READ(task, signal, pids[PID_OF_SESSION]);
    part->session = number_in_own_namespace(session);
    part->group_vpid = number_in_own_namespace(group);
    part->group_pid = BPF_CORE_READ(group, numbers[0].nr);
    struct pid *own = BPF_CORE_READ(task, thread_pid);
    part->vtid = number_in_own_namespace(own);
    part->vpid = number_in_own_namespace(BPF_CORE_READ(task, group_leader, thread_pid));
    const struct cred *cred = BPF_CORE_READ(task, cred);
    part->uid = BPF_CORE_READ(cred, uid.val);
    part->gid = BPF_CORE_READ(cred, gid.val);
    part->euid = BPF_CORE_READ(cred, euid.val);
    part->egid = BPF_CORE_READ(cred, egid.val);
    bpf_probe_read_kernel(&part->inheritable, sizeof(part->inheritable), &cred->cap_inheritable);
    bpf_probe_read_kernel(&part->permitted, sizeof(part->permitted), &cred->cap_permitted);
    bpf_probe_read_kernel(&part->effective, sizeof(part->effective), &cred->cap_effective);
    part->login_uid = bpf_core_field_exists(task->loginuid) ? BPF_CORE_READ(task, loginuid.val) : 0xFFFFFFFF;
    struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);
    part->tty = 0;
    if (tty) {
        __u32 major = BPF_CORE_READ(tty, driver, major), minor = BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index);
        part->tty = device_number(major << 20 | (minor & 0xFFFFF));
    }
    part->fd_limit = BPF_CORE_READ(task, signal, rlim[7].rlim_cur);
    part->faults_major = BPF_CORE_READ(task, maj_flt);
    part->faults_minor = BPF_CORE_READ(task, min_flt);
    part->start = start_of(task);
    BPF_CORE_READ_INTO(&part->comm, task, comm);
    part->shares = BPF_CORE_READ(own, level) > 0 ? IN_PID_NAMESPACE : 0;
    return 0;
}

static __noinline int put_memory_of(struct task_part *part, struct mm_struct *mm)
{
    if (!part || !mm)
        return 0;
    part->vm_size = KB(BPF_CORE_READ(mm, total_vm));
    part->vm_rss = KB(RESIDENT(mm));
    part->vm_swap = KB(PAGES(mm, SWAP_PAGES));
    struct inode *inode = BPF_CORE_READ(mm, exe_file, f_inode);
    if (!inode)
        return 0;
    part->file_inode = BPF_CORE_READ(inode, i_ino);
    part->file_mode = BPF_CORE_READ(inode, i_mode);
    part->file_uid = BPF_CORE_READ(inode, i_uid.val);
    part->file_gid = BPF_CORE_READ(inode, i_gid.val);
    part->file_links = BPF_CORE_READ(inode, i_nlink);
    part->file_magic = BPF_CORE_READ(inode, i_sb, s_magic);
    put_times(part, inode);
    return 0;
}

static __always_inline __u32 shared_with(struct task_struct *task, struct task_struct *parent)
{
    __u32 shares = 0;
    if (BPF_CORE_READ(task, mm) == BPF_CORE_READ(parent, mm))
        shares |= SHARES_MM;
    if (BPF_CORE_READ(task, files) == BPF_CORE_READ(parent, files))
        shares |= SHARES_FILES;
    if (BPF_CORE_READ(task, fs) == BPF_CORE_READ(parent, fs))
        shares |= SHARES_FS;
    if (BPF_CORE_READ(task, tgid) == BPF_CORE_READ(parent, tgid))
        shares |= IS_THREAD;
    if (BPF_CORE_READ(task, thread_pid, level) != BPF_CORE_READ(parent, thread_pid, level))
        shares |= NEW_PID_NAMESPACE;
    if (BPF_CORE_READ(task, nsproxy, mnt_ns) != BPF_CORE_READ(parent, nsproxy, mnt_ns))
        shares |= NEW_MOUNTS;
    if (BPF_CORE_READ(task, nsproxy, net_ns) != BPF_CORE_READ(parent, nsproxy, net_ns))
        shares |= NEW_NET;
    return shares;
}

/* The parts of a task: its numbers, the path of its file, its working folder, its command line, its cgroups. */
static __always_inline __u32 put_task(struct record *r, __u32 at, struct task_struct *task, struct task_struct *parent)
{
    struct task_part *part = (struct task_part *)(part_at(r, at) + 2);
    struct mm_struct *mm = BPF_CORE_READ(task, mm);
    struct fs_struct *fs = BPF_CORE_READ(task, fs);
    struct file *file = BPF_CORE_READ(mm, exe_file);

    __builtin_memset(part, 0, sizeof(*part));
    put_identity(part, task);
    put_memory_of(part, mm);
    if (parent)
        part->shares |= shared_with(task, parent);
    at = end_part(r, at, sizeof(*part));
    at = put_path(r, at, file ? &file->f_path : 0, 0);
    at = put_path(r, at, fs ? &fs->pwd : 0, 0);
    at = put_command_line(r, at, mm);
    return put_cgroups(r, at, task);
}

/* Who takes over the children of a task that ends: another thread of its process, else the reaper of its namespace. */
static __always_inline __u64 reaper_of(struct task_struct *task)
{
    struct list_head *children = &task->children;
    if (BPF_CORE_READ(children, next) == children)
        return 0;
    struct task_struct *leader = BPF_CORE_READ(task, group_leader);
    if (leader != task)
        return BPF_CORE_READ(leader, pid);
    struct pid *pid = BPF_CORE_READ(task, thread_pid);
    struct pid_namespace *space = 0;
    bpf_probe_read_kernel(&space, sizeof(space), (void *)pid + bpf_core_field_offset(struct pid, numbers)
        + (BPF_CORE_READ(pid, level) & 31) * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, ns));
    return BPF_CORE_READ(space, child_reaper, pid);
}
