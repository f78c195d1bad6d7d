/* The kernel's structs as far as the probe reads them. Where a field lies is found when the probe is loaded (CO-RE), so order, size
 * and what is left out do not matter. Behind ___ stand the shapes of other kernel versions. */
#pragma once

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;
typedef _Bool bool;

enum { BPF_MAP_TYPE_ARRAY = 2, BPF_MAP_TYPE_ARRAY_OF_MAPS = 12, BPF_MAP_TYPE_RINGBUF = 27 };
enum { BPF_RB_NO_WAKEUP = 1 };
enum bpf_func_id { BPF_FUNC_get_current_task_btf = 158, BPF_FUNC_task_pt_regs = 175 };

#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
    unsigned long bp, bx, r10, r9, r8, cx, dx, si, di, orig_ax, ip;
};
#else
struct user_pt_regs {
    __u64 regs[31];
    __u64 pc, pstate;
};
struct pt_regs {
    struct user_pt_regs user_regs;
    __u64 orig_x0;
    __s32 syscallno;
};
#endif

struct list_head {
    struct list_head *next, *prev;
};

struct qstr {
    __u32 len;
    const unsigned char *name;
};

struct super_block {
    __u32 s_dev;
    unsigned long s_magic;
};

struct timespec64 {
    __s64 tv_sec;
    long tv_nsec;
};

struct inode {
    unsigned short i_mode;
    struct { __u32 val; } i_uid, i_gid;
    struct super_block *i_sb;
    unsigned long i_ino;
    __u32 i_rdev;
    __s64 i_mtime_sec, i_ctime_sec;
    __u32 i_mtime_nsec, i_ctime_nsec;
    unsigned int i_nlink;
};

struct inode___611 {
    struct timespec64 i_mtime, i_ctime;
};

struct inode___66 {
    struct timespec64 __i_ctime;
};

struct dentry {
    struct dentry *d_parent;
    struct qstr d_name;
    struct inode *d_inode;
    struct super_block *d_sb;
};

struct vfsmount {
    struct dentry *mnt_root;
    struct super_block *mnt_sb;
};

struct mount {
    struct mount *mnt_parent;
    struct dentry *mnt_mountpoint;
    struct vfsmount mnt;
    struct mnt_namespace *mnt_ns;
};

struct path {
    struct vfsmount *mnt;
    struct dentry *dentry;
};

struct file {
    struct path f_path;
    struct inode *f_inode;
    unsigned int f_flags;
    void *private_data;
};

struct fdtable {
    unsigned int max_fds;
    struct file **fd;
    unsigned long *close_on_exec;
};

struct files_struct {
    struct fdtable *fdt;
};

struct fs_struct {
    struct path root, pwd;
};

struct percpu_counter {
    __s64 count;
};

typedef struct {
    long counter;
} atomic_long_t;

struct mm_rss_stat {
    atomic_long_t count[4];
};

struct mm_struct {
    unsigned long total_vm;
    unsigned long arg_start, arg_end, env_start, env_end;
    struct file *exe_file;
    struct percpu_counter rss_stat[4];
};

struct mm_struct___62 {
    struct mm_rss_stat rss_stat;
};

/* 64 bits, as two halves before 6.3. */
typedef struct {
    __u64 val;
} kernel_cap_t;

struct cred {
    struct { __u32 val; } uid, gid, euid, egid;
    kernel_cap_t cap_inheritable, cap_permitted, cap_effective;
};

struct pid_namespace {
    unsigned int level;
    struct task_struct *child_reaper;
};

struct upid {
    int nr;
    struct pid_namespace *ns;
};

struct pid {
    unsigned int level;
    struct upid numbers[1];
};

struct tty_driver {
    int major, minor_start;
};

struct tty_struct {
    struct tty_driver *driver;
    int index;
};

struct rlimit {
    unsigned long rlim_cur, rlim_max;
};

struct signal_struct {
    struct pid *pids[4];
    struct tty_struct *tty;
    struct rlimit rlim[16];
    int group_exit_code;
    unsigned int is_child_subreaper : 1;
};

struct kernfs_node {
    const char *name;
    struct kernfs_node *parent;
};

struct kernfs_node___615 {
    struct kernfs_node *__parent;
};

struct cgroup {
    struct kernfs_node *kn;
};

struct cgroup_subsys_state {
    struct cgroup *cgroup;
};

struct css_set {
    struct cgroup_subsys_state *subsys[16];
    struct cgroup *dfl_cgrp;
};

enum cgroup_subsys_id { cpuset_cgrp_id, cpu_cgrp_id, cpuacct_cgrp_id, io_cgrp_id, memory_cgrp_id, pids_cgrp_id };

struct nsproxy {
    struct mnt_namespace *mnt_ns;
    struct net *net_ns;
};

struct thread_info {
    __u32 status;
};

struct sched_entity {
    __u64 sum_exec_runtime;
};

struct task_struct {
    struct thread_info thread_info;
    unsigned int __state, flags;
    int exit_state;
    int pid, tgid;
    struct task_struct *real_parent, *group_leader;
    struct pid *thread_pid;
    struct list_head children, sibling, thread_node;
    struct mm_struct *mm;
    struct fs_struct *fs;
    struct files_struct *files;
    struct nsproxy *nsproxy;
    struct signal_struct *signal;
    const struct cred *cred;
    struct css_set *cgroups;
    int exit_code;
    struct sched_entity se;
    __u64 utime, stime;
    unsigned long min_flt, maj_flt;
    __u64 start_boottime;
    struct { __u32 val; } loginuid;
    char comm[16];
};

struct task_struct___510 {
    __u64 real_start_time;
};

struct task_struct___513 {
    long state;
};

struct linux_binprm {
    const char *filename;
};

struct in6_addr {
    __u8 bytes[16];
};

struct sock_common {
    __be32 skc_daddr, skc_rcv_saddr;
    __be16 skc_dport;
    __u16 skc_num;
    unsigned short skc_family;
    volatile unsigned char skc_state;
    struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
};

struct sock {
    struct sock_common __sk_common;
    __u16 sk_type, sk_protocol;
    __u32 sk_ack_backlog, sk_max_ack_backlog;
};

/* Bit fields until 5.6. */
struct inet_sock {
    __be32 inet_saddr;
    __be16 inet_sport;
};

struct socket {
    short type;
    struct sock *sk;
};

struct sockaddr_un {
    unsigned short sun_family;
    char sun_path[108];
};

struct unix_address {
    int len;
    struct sockaddr_un name[1];
};

struct unix_sock {
    struct unix_address *addr;
    struct sock *peer;
};

union __sifields {
    struct { int _pid; __u32 _uid; } _kill;
};

struct kernel_siginfo {
    int si_signo, si_errno, si_code;
    union __sifields _sifields;
};

struct bpf_iter_meta {
    struct seq_file *seq;
};

struct bpf_iter__task {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
};

struct bpf_iter__task_file {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
    __u32 fd;
    struct file *file;
};

#pragma clang attribute pop
