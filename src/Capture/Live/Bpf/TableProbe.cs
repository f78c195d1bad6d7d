namespace CSysdig.Capture.Live.Bpf;

/// <summary>Lets the kernel walk its threads and open files once (table.c).</summary>
static class TableProbe
{
    /// <summary>The records of threads and of files; null where the kernel does not know this or does not let us.</summary>
    public static (byte[] Tasks, byte[] Files)? Read()
    {
        using var iterators = Iterators.Load("table");
        return iterators is not null && Read(iterators, "each_task") is { } tasks && Read(iterators, "each_file") is { } files ? (tasks, files) : null;
    }

    static byte[]? Read(Iterators iterators, string program) => iterators.Walk(program, out var written) ? written.ToArray() : null;
}
