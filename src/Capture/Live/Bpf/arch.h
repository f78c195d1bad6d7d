/* What differs from one processor family to the next: where a call's number and arguments stand, and numbers that the probe itself knows. */
#pragma once

#if defined(__TARGET_ARCH_x86)
#define CALL(regs) ((__u32)(regs)->orig_ax)
#define ARG0(regs) ((regs)->di)
#define ARG1(regs) ((regs)->si)
#define ARG2(regs) ((regs)->dx)
#define ARG3(regs) ((regs)->r10)
#define ARG4(regs) ((regs)->r8)
#define ARG5(regs) ((regs)->r9)
/* A program of 32 bits has other call numbers. */
#define IS_COMPAT(regs) ((regs)->cs == 0x23)
#define IP(regs) BPF_CORE_READ(regs, ip)
#elif defined(__TARGET_ARCH_arm64)
#define CALL(regs) ((__u32)(regs)->syscallno)
#define ARG0(regs) ((regs)->orig_x0)
#define ARG1(regs) ((regs)->user_regs.regs[1])
#define ARG2(regs) ((regs)->user_regs.regs[2])
#define ARG3(regs) ((regs)->user_regs.regs[3])
#define ARG4(regs) ((regs)->user_regs.regs[4])
#define ARG5(regs) ((regs)->user_regs.regs[5])
#define IS_COMPAT(regs) 0
#define IP(regs) BPF_CORE_READ(regs, user_regs.pc)
#else
#error "define __TARGET_ARCH_x86 or __TARGET_ARCH_arm64"
#endif
