/* What the probe and the program that loads it say to each other; Capture/Live reads it by the same offsets (RecordLayout.cs, CallTable.cs). */
#pragma once

#define MAX_CALLS 512
/* Set in the number of a call of 32 bits, whose row stands behind those of the others. */
#define COMPAT_CALL MAX_CALLS
#define MAX_CPUS 512
#define MAX_TAKES 6
#define PARTS_ROOM 0x10000
#define ABSENT 0xFFFF
#define MARKS 0x10000

enum record_kind { RECORD_NONE, RECORD_CALL, RECORD_ENTER, RECORD_EXEC, RECORD_FORK, RECORD_EXIT, RECORD_SIGNAL, RECORD_SWITCH, RECORD_FAULT };

/* Followed by its parts: length u16 and so many bytes each; ABSENT for what could not be read. */
struct record {
    __u64 time;         /* since boot, ns */
    __u32 tid, pid;
    __u32 took;         /* since the call was entered, ns; 0 when that is not known */
    __u16 call;
    __u8 kind, reserved;
    __u64 values[7];    /* the arguments, then the result */
};

#define RESULT 6

/* What is taken of a call beside its registers. */
enum take_kind {
    TAKE_NONE, TAKE_TEXT, TAKE_DATA, TAKE_STRUCT, TAKE_VECTOR, TAKE_MESSAGE, TAKE_ADDRESS, TAKE_SOCKET, TAKE_OPENED, TAKE_POLL, TAKE_MEMORY,
    TAKE_WORDS, TAKE_ADDRESS_AT, TAKE_FILE_AT, TAKE_SOCKET_AT,
};

struct take {
    __u8 kind;
    __u8 value;         /* which of the record's values it is about */
    __u8 length;        /* which of them is its length, or for TAKE_STRUCT the length itself */
    __u8 only_good;     /* not where the call failed */
};

/* ROW_STATE: told whatever is filtered, because later events are understood by it. ROW_WANTED: among the types that are filtered for.
 * ROW_MESSAGES: what it moves are messages, and each is told by itself. */
enum row_flags { ROW_ON = 1, ROW_ENTER = 2, ROW_TASK = 4, ROW_FAILED_ONLY = 8, ROW_NOT_CHILD = 16, ROW_STATE = 32, ROW_WANTED = 64, ROW_MESSAGES = 128 };

/* What a call changes of what is known: its first argument, an fd; the fd that is its result; anything of its process. */
enum row_changes { CHANGES_FD = 1, CHANGES_RESULT = 2, CHANGES_ALL = 4 };

#define ROW_NO_FD 0xFF
#define ROW_ANY_FD 0xFE

struct row {
    __u8 flags, count;
    __u8 fd;            /* which argument is the fd that it is about, ROW_NO_FD, or ROW_ANY_FD where that is not so simple */
    __u8 changes;
    __u8 reserved[4];
    struct take takes[MAX_TAKES];
};

struct settings {
    __u32 own_pid;      /* whose calls are not told */
    __u32 only_pid, only_tid;   /* 0 for all */
    __u32 only_failed;
    __u32 snaplen, snaplen_special;
    __u16 port_from, port_to;
    __u32 enters;       /* calls that can block send a record when they begin */
    __u32 is_running;
    __u32 has_marks;    /* the filter has parts that are decided by marks, see marks.h */
    __u32 shares_fds;   /* processes have been seen that share their fds, so that those of one are not its own */
    __u64 all_changed;  /* user land's word that marks made before this time are void */
};

/* One a processor, each in cache lines of its own. */
struct counters {
    __u64 taken, dropped_full, dropped_data, dropped_large;
    __u64 slot_time;    /* when the call that runs here began */
    __u32 slot_tid, slot_call;
    __u64 reserved[2];
};

/* All of the probe's own memory; user land maps it. */
struct memory {
    struct settings settings;
    /* 0, which the verifier does not know: what is added to it looks the same to it on every way, so that it need not follow each. */
    volatile __u32 nought;
    __u32 reserved;
    struct row rows[2 * MAX_CALLS];
    struct counters counters[MAX_CPUS];
    __u64 marks[MARKS], changed[MARKS];
};

struct task_part {
    __u32 tid, pid, parent, session;
    __u32 group_vpid, group_pid;
    __u32 vtid, vpid;
    __u32 uid, gid, euid, egid, login_uid, tty;
    __u64 inheritable, permitted, effective;
    __u64 fd_limit, faults_major, faults_minor;
    __u32 vm_size, vm_rss, vm_swap;
    __u32 shares;       /* what a new task shares with its parent, see SHARES_* */
    __u64 namespace_start, start;
    __u64 file_inode, file_ctime, file_mtime;
    __u32 file_mode, file_uid, file_gid, file_links;
    __u64 file_magic;
    char comm[16];
};

enum { SHARES_MM = 1, SHARES_FILES = 2, SHARES_FS = 4, IS_THREAD = 8, NEW_PID_NAMESPACE = 16, NEW_MOUNTS = 32, NEW_NET = 64, IN_PID_NAMESPACE = 128 };

struct socket_part {
    __u16 family, type, protocol, state;
    __u16 local_port, remote_port;
    __u32 backlog, max_backlog;
    __u8 local[16], remote[16];
    __u64 self, peer;
    char path[112], peer_path[112];
};

struct file_part {
    __u32 device, mode;
    __u64 inode;
    __u64 magic;
};
