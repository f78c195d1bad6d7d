using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live.Bpf;

/// <summary>Programs in the kernel that it runs for each of its threads or open files whenever it is asked to walk them. One thread uses it.</summary>
sealed unsafe class Iterators : IDisposable
{
    const int Most = 1 << 30, Step = 1 << 16;

    readonly nint _opened;
    readonly Dictionary<string, nint> _links = [];
    byte[] _bytes = new byte[Step];

    Iterators(nint opened) => _opened = opened;

    /// <summary>Null where the kernel does not know this or does not let us.</summary>
    /// <param name="name">Of the object beside this file.</param>
    public static Iterators? Load(string name)
    {
        var resource = $"{name}.{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86")}.o";
        using var stream = (UnmanagedMemoryStream)typeof(Iterators).Assembly.GetManifestResourceStream(resource)!;
        var opened = LibBpf.OpenMemory(stream.PositionPointer, (nuint)stream.Length, null);
        if (opened == 0)
            return null;
        if (LibBpf.FindMap(opened, "scratches") is not 0 and var scratches)
            LibBpf.SetMaxEntries(scratches, (uint)Processors.Possible());
        if (LibBpf.Load(opened) >= 0)
            return new Iterators(opened);
        LibBpf.Close(opened);
        return null;
    }

    /// <summary>Lets a program see all there is; false where the kernel does not let us.</summary>
    /// <param name="written">What it has written, which is good until the next walk.</param>
    public bool Walk(string program, out ReadOnlySpan<byte> written)
    {
        written = default;
        if (!_links.TryGetValue(program, out var link))
            _links.Add(program, link = LibBpf.AttachIterator(LibBpf.FindProgram(_opened, program), null));
        if (link == 0)
            return false;
        var fd = LibBpf.MakeIterator(LibBpf.LinkFd(link));
        if (fd < 0)
            return false;
        try
        {
            var length = ReadAll(fd);
            written = _bytes.AsSpan(0, Math.Max(length, 0));
            return length >= 0;
        }
        finally
        {
            close(fd);
        }
    }

    public void Dispose()
    {
        foreach (var link in _links.Values)
            if (link != 0)
                LibBpf.Destroy(link);
        LibBpf.Close(_opened);
    }

    int ReadAll(int fd)
    {
        var length = 0;
        while (length < Most)
        {
            if (_bytes.Length - length < Step)
                Array.Resize(ref _bytes, _bytes.Length * 2);
            long got;
            fixed (byte* to = &_bytes[length])
                got = (long)read(fd, to, Step);
            if (got == 0)
                return length;
            if (got < 0 && errno is var error && error != EAGAIN && error != EINTR)
                return -1;
            length += (int)Math.Max(got, 0);
        }
        return -1;
    }
}
