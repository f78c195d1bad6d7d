/* What memory a process has, as the kernel counts it. */
#pragma once

enum { FILE_PAGES, ANON_PAGES, SWAP_PAGES, SHMEM_PAGES };

static __always_inline __u64 not_negative(__s64 pages)
{
    return pages < 0 ? 0 : pages;
}

/* A macro, because the kernel's place of an element is found for a constant index alone. */
#define PAGES(mm, kind) not_negative(bpf_core_field_exists(((struct mm_struct___62 *)0)->rss_stat.count) \
    ? BPF_CORE_READ((struct mm_struct___62 *)mm, rss_stat.count[kind].counter) : BPF_CORE_READ(mm, rss_stat[kind].count))
#define KB(pages) ((__u32)((pages) << 2))
#define RESIDENT(mm) (PAGES(mm, FILE_PAGES) + PAGES(mm, ANON_PAGES) + PAGES(mm, SHMEM_PAGES))
