namespace CSysdig.Chisels.Tables;

/// <summary>The chisels that are tables.</summary>
static class TableCatalog
{
    const string Net = "(fd.type=ipv4 or fd.type=ipv6) and evt.is_io=true";
    const string File = "fd.type=file and evt.is_io=true";
    const string NotHost = " and container.name!=host";
    const string Result = "evt.rawarg.res";

    static readonly TableKey s_container = new("container.name", "container.name");
    static readonly TableKey[] s_process = [new("proc.name", "Process"), new("proc.pid", "PID")];
    static readonly TableKey[] s_processInContainer =
        [new("proc.name", "Process"), new("proc.pid", "Host_pid"), new("thread.vtid", "Container_pid"), s_container];
    static readonly TableKey[] s_connection = [new("fd.l4proto", "Proto"), new("fd.name", "Conn")];
    static readonly TableKey[] s_file = [new("fd.name", "Filename")];
    static readonly ChiselArgument[] s_keyArgument = [new("key", "string", false, "the field to gather by, such as fd.name or proc.name")];

    public static ChiselDefinition[] All { get; } =
    [
        Table("topprocs_net", "Net", "Processes by network bytes", s => Bytes(Process(s), Net, 100)),
        Table("topprocs_file", "I/O", "Processes by bytes read from and written to files", s => Bytes(Process(s), File, 10)),
        Table("topprocs_errors", "Errors", "Processes by failed system calls", s => Errors(Process(s), "evt.failed=true")),
        Table("topprocs_cpu", "CPU Usage", "Processes by CPU time", s => Cpu(s.Containers
            ? [new("proc.name", "Process"), new("proc.pid", "Host_pid"), new("proc.vpid", "Container_pid"), s_container] : s_process)),
        Table("topconns", "Net", "Connections by bytes in both directions", s => Bytes(Before(s, s_connection), Net, 30)),
        Table("topports_server", "Net", "Server ports by bytes in both directions", s => Bytes(After(s, new TableKey("fd.sport", "Srv Port")), Net, 100)),
        Table("topfiles_bytes", "I/O", "Files by bytes read and written", s => Bytes(Before(s, s_file), File, 10)),
        Table("topfiles_time", "I/O", "Files by time spent in them", s => Time(After(s, s_file), File, 10)),
        Table("topfiles_errors", "Errors", "Files by failed system calls", s => Errors(After(s, s_file), "fd.type=file and evt.failed=true")),
        Table("topscalls", "Performance", "System calls by how often they were made", s => Count(Call(s), "# Calls", "evt.type!=switch", 30)),
        Table("topscalls_time", "Performance", "System calls by time spent in them", s => Time(Call(s), "", 30)),
        Table("topcontainers_net", "Net", "Containers by network bytes", _ => Bytes([s_container], Net + NotHost, 100)),
        Table("topcontainers_file", "I/O", "Containers by bytes read from and written to files", _ => Bytes([s_container], File + NotHost, 10)),
        Table("topcontainers_error", "Errors", "Containers by failed system calls", _ => Errors([s_container], "evt.failed=true" + NotHost)),
        Table("topcontainers_cpu", "CPU Usage", "Containers by CPU time", _ => Cpu([s_container])),
        Table("fdbytes_by", "I/O", "Bytes read and written, by any field", s => Bytes(Given(s), "evt.is_io=true and evt.failed=false", 30), s_keyArgument),
        Table("fdtime_by", "I/O", "Time spent reading and writing, by any field", s => Time(Given(s), "evt.is_io=true", 10), s_keyArgument),
        new("fdcount_by", "I/O", "How many different files, connections and pipes were used, by any field", s_keyArgument, s => new FdCountChisel(s)),
    ];

    static ChiselDefinition Table(string name, string category, string summary, Func<ChiselSetup, TableSpec> spec, params ChiselArgument[] arguments) =>
        new(name, category, summary, arguments, setup => new TableChisel(spec(setup), setup));

    static TableSpec Bytes(TableKey[] keys, string filter, int top) =>
        new() { Keys = keys, Value = Result, ValueTitle = "Bytes", Filter = filter, Top = top, Unit = ValueUnit.Bytes };

    static TableSpec Time(TableKey[] keys, string filter, int top) =>
        new() { Keys = keys, Value = "evt.latency", ValueTitle = "Time", Filter = filter, Top = top, Unit = ValueUnit.Time };

    static TableSpec Count(TableKey[] keys, string title, string filter, int top) =>
        new() { Keys = keys, Value = "evt.count", ValueTitle = title, Filter = filter, Top = top };

    static TableSpec Errors(TableKey[] keys, string filter) => Count(keys, "#Errors", filter, 100);

    // A procinfo event says how many percent of a CPU its thread used in the second before: a hundredth of a second each.
    static TableSpec Cpu(TableKey[] keys) => new()
    {
        Keys = keys, Value = "thread.cpu", ValueName = "thread.exectime", ValueTitle = "CPU%", Filter = "evt.type=procinfo",
        Top = 10, Unit = ValueUnit.TimeShare, Scale = 1e7, KeepsZero = true,
    };

    static TableKey[] Process(ChiselSetup setup) => setup.Containers ? s_processInContainer : s_process;

    static TableKey[] Call(ChiselSetup setup) => After(setup, new TableKey("evt.type", "Syscall"));

    static TableKey[] Given(ChiselSetup setup) => [new(setup.Arguments[0], setup.Arguments[0])];

    static TableKey[] Before(ChiselSetup setup, params TableKey[] keys) => setup.Containers ? [s_container, .. keys] : keys;

    static TableKey[] After(ChiselSetup setup, params TableKey[] keys) => setup.Containers ? [.. keys, s_container] : keys;
}
