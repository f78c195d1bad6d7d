using System.Text;

namespace CSysdig.Capture.Scap;

/// <summary>The machine info block: cpus u32, memory u64, highest pid u64, host name char[128], boot time u64, reserved.</summary>
static class MachineInfoBlock
{
    const int HostNameLength = 128;

    /// <returns>False when the block is shorter than its layout.</returns>
    public static bool Read(ReadOnlySpan<byte> body, ICaptureTables tables)
    {
        if (Read(body) is not { } machine)
            return false;
        tables.OnMachine(machine);
        return true;
    }

    /// <summary>The machine; null when the block is shorter than its layout.</summary>
    public static MachineInfo? Read(ReadOnlySpan<byte> body)
    {
        var reader = new SpanReader(body);
        var cpus = reader.UInt32();
        var memory = reader.UInt64();
        var maxPid = reader.UInt64();
        var host = reader.Take(HostNameLength);
        if (reader.Failed)
            return null;
        var nul = host.IndexOf((byte)0);
        return new MachineInfo
        {
            CpuCount = cpus,
            MemoryBytes = memory,
            MaxPid = maxPid,
            HostName = Encoding.UTF8.GetString(nul < 0 ? host : host[..nul]),
            BootTimestamp = reader.UInt64(),
        };
    }
}
