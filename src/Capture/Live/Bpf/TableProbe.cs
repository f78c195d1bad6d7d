using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live.Bpf;

/// <summary>Lets the kernel walk its threads and open files once (table.c).</summary>
static unsafe class TableProbe
{
    const int Most = 1 << 30;

    /// <summary>The records of threads and of files; null where the kernel does not know this or does not let us.</summary>
    public static (byte[] Tasks, byte[] Files)? Read()
    {
        var resource = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "table.arm64.o" : "table.x86.o";
        using var stream = (UnmanagedMemoryStream)typeof(TableProbe).Assembly.GetManifestResourceStream(resource)!;
        var opened = LibBpf.OpenMemory(stream.PositionPointer, (nuint)stream.Length, null);
        if (opened == 0)
            return null;
        try
        {
            LibBpf.SetMaxEntries(LibBpf.FindMap(opened, "scratches"), (uint)Processors.Possible());
            return LibBpf.Load(opened) >= 0 && Walk(opened, "each_task") is { } tasks && Walk(opened, "each_file") is { } files ? (tasks, files) : null;
        }
        finally
        {
            LibBpf.Close(opened);
        }
    }

    static byte[]? Walk(nint opened, string name)
    {
        var link = LibBpf.AttachIterator(LibBpf.FindProgram(opened, name), null);
        if (link == 0)
            return null;
        var fd = LibBpf.MakeIterator(LibBpf.LinkFd(link));
        try
        {
            return fd < 0 ? null : ReadAll(fd);
        }
        finally
        {
            if (fd >= 0)
                close(fd);
            LibBpf.Destroy(link);
        }
    }

    static byte[]? ReadAll(int fd)
    {
        const int step = 1 << 16;
        var bytes = new byte[1 << 20];
        var length = 0;
        while (length < Most)
        {
            if (bytes.Length - length < step)
                Array.Resize(ref bytes, bytes.Length * 2);
            long got;
            fixed (byte* to = &bytes[length])
                got = (long)read(fd, to, step);
            if (got == 0)
                return bytes[..length];
            if (got < 0 && errno is var error && error != EAGAIN && error != EINTR)
                return null;
            length += (int)Math.Max(got, 0);
        }
        return null;
    }
}
