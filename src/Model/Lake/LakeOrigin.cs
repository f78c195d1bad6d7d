using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake;

/// <summary>What the rows of a capture, or of one machine in it, have in common.</summary>
/// <param name="Key">The key of the capture.</param>
/// <param name="Writer">The program that writes, and its version.</param>
sealed record LakeOrigin(string Key, MachineInfo Machine, string Writer)
{
    readonly Utf8Writer _hashed = new(256);

    public byte[] Capture { get; } = Encoding.ASCII.GetBytes(Key);
    public byte[] Host { get; } = HostOf(Machine);
    public int Bucket => (int)(XxHash64.HashToUInt64(Host) % LakeSchema.Buckets);

    /// <summary>The id of a process: where it ran, its pid and when it was started.</summary>
    public long ProcessId(ThreadInfo main) => Hash(Host, (long)Machine.BootTimestamp, main.Pid, (long)main.CloneTimestamp);

    /// <summary>The id of an fd that a process has, or had until it was closed, by the first event about it.</summary>
    public long FlowId(long process, long fd, long number) => Hash(Capture, process, fd, number);

    public IEnumerable<(string, string)> Metadata(LakeTableDefinition table) =>
    [
        (LakeSchema.Name + ".version", LakeSchema.Version.ToString(CultureInfo.InvariantCulture)), (LakeSchema.Name + ".table", table.Name), (LakeSchema.Name + ".capture", Key),
    ];

    long Hash(byte[] of, long a, long b, long c)
    {
        _hashed.Clear();
        Add(a);
        Add(b);
        Add(c);
        _hashed.Write(of);
        return (long)XxHash64.HashToUInt64(_hashed.Written);
    }

    void Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_hashed.Reserve(8), number);
        _hashed.Advance(8);
    }

    static byte[] HostOf(MachineInfo machine)
    {
        var host = new Utf8Writer(64);
        SafeText.Write(host, Encoding.UTF8.GetBytes(machine.HostName));
        return host.Written.ToArray();
    }
}
