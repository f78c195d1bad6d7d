/* What differs from one processor family to the next: where a call's number and arguments stand, and which calls are of programs of 32 bits. */
#pragma once

#if defined(__TARGET_ARCH_x86)
#define CALL(regs) ((__u32)(regs)->orig_ax)
#define IP(regs) BPF_CORE_READ(regs, ip)
/* The call that a thread which is off the processor is in, -1 for none; calls of programs of 32 bits have other numbers. */
#define CALL_OF(task, regs) (BPF_CORE_READ(task, thread_info.status) & 2 ? -1 : (__s32)BPF_CORE_READ(regs, orig_ax))
/* Of int 0x80 and its like the lower halves count, whatever lies above them. */
#define ARG0(regs, compat) ((compat) ? (__u32)(regs)->bx : (regs)->di)
#define ARG1(regs, compat) ((compat) ? (__u32)(regs)->cx : (regs)->si)
#define ARG2(regs, compat) ((compat) ? (__u32)(regs)->dx : (regs)->dx)
#define ARG3(regs, compat) ((compat) ? (__u32)(regs)->si : (regs)->r10)
#define ARG4(regs, compat) ((compat) ? (__u32)(regs)->di : (regs)->r8)
#define ARG5(regs, compat) ((compat) ? (__u32)(regs)->bp : (regs)->r9)

/* By the way the call has come, not by the program's kind: programs of 64 bits can make it as well. */
static __always_inline bool is_compat(struct pt_regs *regs)
{
    const __u32 compat = 2;
    /* Linux 5.11. */
    if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_current_task_btf))
        return bpf_get_current_task_btf()->thread_info.status & compat;
    struct task_struct *task = (struct task_struct *)bpf_get_current_task();
    return BPF_CORE_READ(task, thread_info.status) & compat;
}
#elif defined(__TARGET_ARCH_arm64)
#define CALL(regs) ((__u32)(regs)->syscallno)
#define IP(regs) BPF_CORE_READ(regs, user_regs.pc)
#define CALL_OF(task, regs) (BPF_CORE_READ(regs, user_regs.pstate) & 0x10 ? -1 : BPF_CORE_READ(regs, syscallno))
#define ARG0(regs, compat) ((regs)->orig_x0)
#define ARG1(regs, compat) ((regs)->user_regs.regs[1])
#define ARG2(regs, compat) ((regs)->user_regs.regs[2])
#define ARG3(regs, compat) ((regs)->user_regs.regs[3])
#define ARG4(regs, compat) ((regs)->user_regs.regs[4])
#define ARG5(regs, compat) ((regs)->user_regs.regs[5])

static __always_inline bool is_compat(struct pt_regs *regs)
{
    const __u64 mode32 = 0x10;
    return regs->user_regs.pstate & mode32;
}
#else
#error "define __TARGET_ARCH_x86 or __TARGET_ARCH_arm64"
#endif
