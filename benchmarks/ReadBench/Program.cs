using System.Diagnostics;
using System.Runtime.CompilerServices;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

// readbench CAPTURE [RUNS]: what the static tables cost at start, and how fast a capture is framed.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: readbench CAPTURE [RUNS]");
    return 2;
}

var clock = Stopwatch.StartNew();
RuntimeHelpers.RunClassConstructor(typeof(EventTable).TypeHandle);
var eventTable = clock.Elapsed;
RuntimeHelpers.RunClassConstructor(typeof(Syscalls).TypeHandle);
Console.WriteLine($"event table {eventTable.TotalMilliseconds:F2} ms, system calls {(clock.Elapsed - eventTable).TotalMilliseconds:F2} ms");

for (var run = args.Length > 1 ? int.Parse(args[1]) : 5; run > 0; run--)
{
    var allocated = GC.GetTotalAllocatedBytes();
    clock.Restart();
    using var reader = ScapReader.Open(args[0], new NoTables());
    long events = 0, parameters = 0;
    while (reader.Next())
    {
        events++;
        parameters += reader.Current.ParamCount;
    }
    var took = clock.Elapsed;
    Console.WriteLine($"{events} events, {parameters} parameters in {took.TotalMilliseconds:F0} ms: {events / took.TotalSeconds / 1e6:F1} M/s, "
        + $"{(GC.GetTotalAllocatedBytes() - allocated) >> 20} MiB allocated, {Environment.WorkingSet >> 20} MiB resident {reader.Losses.Message}");
}
return 0;

sealed class NoTables : ICaptureTables
{
    public void OnSection() { }
    public void OnMachine(MachineInfo machine) { }
    public void OnProcess(ProcessEntry process) { }
    public void OnFd(long tid, FdEntry fd) { }
    public void OnUser(UserEntry user) { }
    public void OnGroup(GroupEntry group) { }
    public void OnInterface(InterfaceEntry networkInterface) { }
    public void OnTablesEnd() { }
}
