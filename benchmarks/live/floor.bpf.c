/* A pair of programs that do nothing: what watching costs at the least. */
#define SEC(name) __attribute__((section(name), used))

char _license[] SEC("license") = "Dual MIT/GPL";

SEC("tp_btf/sys_enter")
int on_enter(unsigned long long *ctx)
{
    return 0;
}

SEC("tp_btf/sys_exit")
int on_exit(unsigned long long *ctx)
{
    return 0;
}
