/* What stands behind a file descriptor of the task that runs: a file, a socket. */
#pragma once

static __always_inline struct file *file_of(__s64 fd)
{
    struct task_struct *task = (struct task_struct *)bpf_get_current_task();
    struct fdtable *table = BPF_CORE_READ(task, files, fdt);
    struct file **files = BPF_CORE_READ(table, fd);
    struct file *file = 0;
    if (fd < 0 || fd >= BPF_CORE_READ(table, max_fds))
        return 0;
    bpf_probe_read_kernel(&file, sizeof(file), files + fd);
    return file;
}

/* As the kernel tells it to programs: what stat(2) has in st_dev, in 32 bits. */
static __always_inline __u32 device_number(__u32 device)
{
    __u32 major = device >> 20, minor = device & 0xFFFFF;
    return (minor & 0xFF) | major << 8 | (minor & ~0xFF) << 12;
}

static __noinline __u32 put_opened(struct record *r, __u32 at, struct file *file)
{
    struct file_part *part = (struct file_part *)(part_at(r, at) + 2);
    if (!file)
        return end_part(r, at, ABSENT);
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    part->device = device_number(BPF_CORE_READ(inode, i_sb, s_dev));
    part->mode = BPF_CORE_READ(inode, i_mode);
    part->inode = BPF_CORE_READ(inode, i_ino);
    part->magic = BPF_CORE_READ(inode, i_sb, s_magic);
    return end_part(r, at, sizeof(*part));
}

static __always_inline __u32 put_file(struct record *r, __u32 at, __s64 fd)
{
    return put_opened(r, at, file_of(fd));
}

#define S_IFMT 0xF000
#define S_IFSOCK 0xC000
#define S_IFCHR 0x2000

static __always_inline struct sock *sock_behind(struct file *file, __u16 *type)
{
    if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
        return 0;
    struct socket *socket = BPF_CORE_READ(file, private_data);
    *type = BPF_CORE_READ(socket, type);
    return BPF_CORE_READ(socket, sk);
}

static __always_inline struct sock *sock_of(__s64 fd, __u16 *type)
{
    return sock_behind(file_of(fd), type);
}

static __always_inline __u16 swap16(__u16 value)
{
    return __builtin_bswap16(value);
}

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10

/* A leading NUL stands for an abstract name. */
static __always_inline void read_unix_path(char *to, struct unix_sock *sk)
{
    struct unix_address *address = BPF_CORE_READ(sk, addr);
    int length = BPF_CORE_READ(address, len) - 2;
    if (length > 0 && length <= 108)
        bpf_probe_read_kernel(to, length & 127, &address->name[0].sun_path);
}

static __noinline __u32 put_opened_socket(struct record *r, __u32 at, struct file *file)
{
    __u16 type = 0;
    struct sock *sk = sock_behind(file, &type);
    struct socket_part *part = (struct socket_part *)(part_at(r, at) + 2);
    if (!sk)
        return end_part(r, at, ABSENT);
    __builtin_memset(part, 0, sizeof(*part));
    __u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
    part->family = family;
    part->type = type;
    part->state = BPF_CORE_READ(sk, __sk_common.skc_state);
    part->backlog = BPF_CORE_READ(sk, sk_ack_backlog);
    part->max_backlog = BPF_CORE_READ(sk, sk_max_ack_backlog);
    part->self = (__u64)sk;
    if (family == AF_INET || family == AF_INET6) {
        struct inet_sock *inet = (struct inet_sock *)sk;
        /* The protocol is a bit field before 5.6, and that is older than anything else here allows. */
        part->protocol = BPF_CORE_READ(sk, sk_protocol);
        part->local_port = swap16(BPF_CORE_READ(inet, inet_sport));
        part->remote_port = swap16(BPF_CORE_READ(sk, __sk_common.skc_dport));
        if (family == AF_INET) {
            *(__u32 *)part->local = BPF_CORE_READ(inet, inet_saddr);
            *(__u32 *)part->remote = BPF_CORE_READ(sk, __sk_common.skc_daddr);
        } else {
            BPF_CORE_READ_INTO((struct in6_addr *)part->local, sk, __sk_common.skc_v6_rcv_saddr);
            BPF_CORE_READ_INTO((struct in6_addr *)part->remote, sk, __sk_common.skc_v6_daddr);
        }
    } else if (family == AF_UNIX) {
        struct unix_sock *mine = (struct unix_sock *)sk, *other = (struct unix_sock *)BPF_CORE_READ(mine, peer);
        part->peer = (__u64)other;
        read_unix_path(part->path, mine);
        read_unix_path(part->peer_path, other);
    }
    return end_part(r, at, sizeof(*part));
}

static __always_inline __u32 put_socket(struct record *r, __u32 at, __s64 fd)
{
    return put_opened_socket(r, at, file_of(fd));
}
