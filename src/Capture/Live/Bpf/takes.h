/* The parts of a call, as its row of the table says. */
#pragma once

#define MAX_TEXT 4096
#define MAX_VECTOR 32
#define MAX_POLL 16
#define MAX_WORDS 128
#define MAX_WORDS_BYTES 0x3FFF
#define MAX_ADDRESS 128
/* More than this the kernel does not send in one call; it does receive more. */
#define MAX_MESSAGES 1024

struct user_vector { __u64 base, length; };
struct user_message { __u64 name; __u32 name_length, pad; __u64 vector, vectors, control, control_length; };

/* How much is wanted of so many bytes that a call moved. What a terminal or a chosen port moves is wanted longer, and only
 * who moves more than is wanted of others need be looked at. */
static __noinline __u32 wanted_special(__s64 fd)
{
    struct file *file = file_of(fd);
    if (!file)
        return settings.snaplen;
    struct inode *inode = BPF_CORE_READ(file, f_inode);
    __u32 kind = BPF_CORE_READ(inode, i_mode) & S_IFMT;
    if (kind == S_IFCHR) {
        __u32 major = BPF_CORE_READ(inode, i_rdev) >> 20;
        return major == 4 || major == 5 || major >= 136 && major <= 143 ? settings.snaplen_special : settings.snaplen;
    }
    if (kind != S_IFSOCK || !settings.port_to)
        return settings.snaplen;
    __u16 type;
    struct inet_sock *sk = (struct inet_sock *)sock_of(fd, &type);
    __u16 family = BPF_CORE_READ((struct sock *)sk, __sk_common.skc_family);
    if (family != AF_INET && family != AF_INET6)
        return settings.snaplen;
    __u16 local = swap16(BPF_CORE_READ(sk, inet_sport)), remote = swap16(BPF_CORE_READ((struct sock *)sk, __sk_common.skc_dport));
    return local >= settings.port_from && local <= settings.port_to || remote >= settings.port_from && remote <= settings.port_to
        ? settings.snaplen_special : settings.snaplen;
}

static __always_inline __u32 wanted(struct record *r, __s64 length)
{
    __u32 most = settings.snaplen;
    if (length > most && settings.snaplen_special > most)
        most = wanted_special((int)r->values[0]);
    return length < most ? (__u32)length : most;
}

/* The size of all pieces in 8 bytes, then what was moved. */
static __noinline __u32 put_vector(struct record *r, __u32 at, __u64 vector, __u64 count, __s64 moved)
{
    struct user_vector piece;
    __u32 length = nought, left = 0x7FFF - sizeof(__u64);
    __u64 size = 0;

    if (moved < left)
        left = moved >= 0 ? (__u32)moved : settings.snaplen < left ? settings.snaplen : left;
    __u32 most = wanted(r, left);
    if (most < left)
        left = most;
    for (int i = 0; i < MAX_VECTOR; i++) {
        if (i >= count)
            break;
        if (bpf_probe_read_user(&piece, sizeof(piece), (void *)(vector + i * sizeof(piece))))
            break;
        size += piece.length;
        __u32 some = piece.length < left ? (__u32)piece.length : left;
        if (some && bpf_probe_read_user(part_at(r, at) + 2 + sizeof(size) + (length & 0x7FFF), some & 0x7FFF, (void *)piece.base))
            some = 0;
        length = (length + (some & 0x7FFF)) & 0x7FFF;
        left = (left - some) & 0x7FFF;
    }
    __builtin_memcpy(part_at(r, at) + 2, &size, sizeof(size));
    return end_part(r, at, (length & 0x7FFF) + sizeof(size));
}

static __always_inline __u32 put_bytes(struct record *r, __u32 at, __u64 from, __s64 length, __u32 most)
{
    if (length <= 0 || !from)
        return end_part(r, at, from ? 0 : ABSENT);
    if (length > most)
        length = most;
    if (bpf_probe_read_user(part_at(r, at) + 2, length & 0x3FFF, (void *)from))
        return end_part(r, at, ABSENT);
    return end_part(r, at, length & 0x3FFF);
}

/* Three parts: the address, what was moved, what went with it. */
static __noinline __u32 put_message(struct record *r, __u32 at, __u64 message, __s64 moved)
{
    struct user_message m = {};
    if (bpf_probe_read_user(&m, sizeof(m), (void *)message)) {
        at = end_part(r, at, ABSENT);
        at = end_part(r, at, ABSENT);
        return end_part(r, at, ABSENT);
    }
    at = put_bytes(r, at, m.name, m.name_length, MAX_ADDRESS);
    at = put_vector(r, at, m.vector, m.vectors, moved);
    return put_bytes(r, at, m.control, m.control_length, 256);
}

/* An array of pointers to text, as argv is. */
static __noinline __u32 put_words(struct record *r, __u32 at, __u64 words)
{
    __u32 length = nought;
    for (int i = 0; i < MAX_WORDS; i++) {
        __u64 word = 0;
        if (bpf_probe_read_user(&word, sizeof(word), (void *)(words + i * sizeof(word))) || !word)
            break;
        long got = bpf_probe_read_user_str(part_at(r, at) + 2 + (length & 0x7FFF), MAX_TEXT, (void *)word);
        if (got <= 0 || length > MAX_WORDS_BYTES)
            break;
        length = (length + (got & 0x1FFF)) & 0x7FFF;
    }
    return end_part(r, at, length & 0x7FFF);
}

static __always_inline __u32 put_text(struct record *r, __u32 at, __u64 from)
{
    long length = bpf_probe_read_user_str(part_at(r, at) + 2, MAX_TEXT, (void *)from);
    return end_part(r, at, length <= 0 ? ABSENT : (__u32)length & 0x1FFF);
}

static __always_inline __u32 put_data(struct record *r, __u32 at, __u64 from, __s64 length, __s64 result)
{
    if (length <= 0 || !from)
        return end_part(r, at, 0);
    if (result > 0 && result < length)
        length = result;
    __u32 n = wanted(r, length) & 0xFFFF;
    if (n && bpf_probe_read_user(part_at(r, at) + 2, n, (void *)from)) {
        this_cpu()->dropped_data++;
        return end_part(r, at, ABSENT);
    }
    return end_part(r, at, n);
}

/* Not static, and of numbers alone: so the verifier looks at it once and not for every place in a row. */
__noinline __u32 take_rare(__u32 at, __u32 kind, __u32 from, __u32 size)
{
    struct record *r = this_record();
    if (!r)
        return at;
    __s64 result = r->values[RESULT];
    __u64 value = r->values[from & 7];
    __u64 length = r->values[size & 7];
    switch (kind) {
    case TAKE_STRUCT:
        return put_bytes(r, at, value, size & 255, 255);
    case TAKE_ADDRESS:
        return put_bytes(r, at, value, (__u32)length, MAX_ADDRESS);
    case TAKE_ADDRESS_AT: {
        /* Where the kernel has put an address, and how long it is. */
        __u32 size = 0;
        if (length)
            bpf_probe_read_user(&size, sizeof(size), (void *)length);
        return put_bytes(r, at, value, size, MAX_ADDRESS);
    }
    case TAKE_VECTOR:
        return put_vector(r, at, value, length, result);
    case TAKE_MESSAGE:
        return put_message(r, at, value, result);
    case TAKE_SOCKET:
        return put_socket(r, at, (int)value);
    case TAKE_FILE_AT:
    case TAKE_SOCKET_AT: {
        /* An fd that the kernel has written to memory. */
        int fd = -1;
        bpf_probe_read_user(&fd, sizeof(fd), (void *)value);
        return kind == TAKE_FILE_AT ? put_file(r, at, fd) : put_socket(r, at, fd);
    }
    case TAKE_OPENED:
        return put_opened_path(r, at, (int)value);
    case TAKE_POLL:
        return put_bytes(r, at, value, length > MAX_POLL ? MAX_POLL * 8 : length * 8, MAX_POLL * 8);
    case TAKE_MEMORY: {
        struct task_struct *task = (struct task_struct *)bpf_get_current_task();
        return put_memory(r, at, BPF_CORE_READ(task, mm));
    }
    case TAKE_WORDS:
        return put_words(r, at, value);
    }
    return at;
}

static __always_inline __u32 take_all(struct record *r, struct row *row, __s64 result)
{
    __u32 at = 0;
    for (int i = 0; i < MAX_TAKES; i++) {
        if (i >= row->count)
            break;
        struct take *take = &row->takes[i];
        __u8 kind = take->kind;
        if (take->only_good && result < 0) {
            at = end_part(r, at, ABSENT);
            if (kind == TAKE_MESSAGE || kind == TAKE_OPENED)
                at = end_part(r, at, ABSENT);
            if (kind == TAKE_MESSAGE)
                at = end_part(r, at, ABSENT);
        } else if (kind == TAKE_DATA)
            at = put_data(r, at, r->values[take->value & 7], r->values[take->length & 7], result);
        else if (kind == TAKE_TEXT)
            at = put_text(r, at, r->values[take->value & 7]);
        else
            at = take_rare(at, kind, take->value, take->length);
    }
    return at;
}

/* One message of several: an array's element, and where the kernel has written in it how long the message is. */
__noinline int send_message(__u64 message, __u32 length_at)
{
    struct record *r = this_record();
    if (!r)
        return 0;
    struct row *row = &memory.rows[r->call & (2 * MAX_CALLS - 1)];
    __u32 length = 0, at = 0;
    if (bpf_probe_read_user(&length, sizeof(length), (void *)(message + length_at)))
        this_cpu()->dropped_data++;
    r->kind = RECORD_CALL;
    r->values[1] = message;
    r->values[RESULT] = length;
    for (int i = 0; i < MAX_TAKES; i++) {
        if (i >= row->count)
            break;
        at = take_rare(at, row->takes[i].kind, row->takes[i].value, row->takes[i].length);
    }
    send(r, at);
    return 0;
}

/* A record for each of the messages that a call has moved. */
__noinline int send_messages(__u64 first, __u32 count, __u32 compat)
{
    __u32 size = compat ? 32 : 64, length_at = compat ? 28 : 56;
    for (__u32 i = 0; i < MAX_MESSAGES; i++) {
        if (i >= count)
            break;
        send_message(first + i * size, length_at);
    }
    if (count > MAX_MESSAGES)
        this_cpu()->dropped_large += count - MAX_MESSAGES;
    return 0;
}
