using System.Diagnostics;

namespace CSysdig.Fuzz;

/// <summary>
/// Gives a surface one input after the other and holds each to bounds. An input that breaks something is left in a file,
/// also one that ends the process: it is in the file before it is tried.
/// </summary>
public sealed class Runner(ISurface surface, string folder)
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>The stack of a thread on the stingiest system.</summary>
    const int StackSize = 1 << 20;

    /// <summary>An input that computes longer hangs.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So does one that is not done after this time, computing or not. It is long: the machine may have other work.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Bytes that one input of a few kilobytes may make the program allocate, dropped ones included.</summary>
    public long MemoryLimit { get; init; } = 512_000_000;

    public int Most { get; init; } = 20;
    public long Inputs { get; private set; }
    public long LargestAllocation { get; private set; }
    public TimeSpan Longest { get; private set; }
    /// <summary>What went wrong, each with the file that holds the input.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Makes inputs and tries them until the time is over, or so many, or too many have failed.</summary>
    public void Run(TimeSpan time, int seed, long count = long.MaxValue)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        var running = Path.Combine(folder, $"{surface.Name}-running");
        var clock = Stopwatch.StartNew();
        using (var file = new FileStream(running, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
            while (clock.Elapsed < time && Inputs < count && Failures.Count < Most)
            {
                var input = surface.Make(random);
                file.SetLength(0);
                file.Position = 0;
                file.Write(input);
                if (Try(input) is not { } failure)
                    continue;
                var kept = Path.Combine(folder, $"{surface.Name}-{seed}-{Inputs}");
                File.WriteAllBytes(kept, input);
                Failures.Add($"{failure}\n  again: dotnet run --project fuzz -- {surface.Name} --repeat {kept}\n  or, from the same seeds: -- {surface.Name} --seed {seed} --input {Inputs}");
            }
        File.Delete(running);
    }

    bool Hangs(Thread thread, long started)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        while (!thread.Join(s_look))
        {
            process.Refresh();
            if (process.TotalProcessorTime - before > TimeLimit || Stopwatch.GetElapsedTime(started) > Patience)
                return true;
        }
        return false;
    }

    /// <summary>Makes the input of a number again, as <see cref="Run"/> did, and tries it.</summary>
    public string? Try(int seed, long number)
    {
        var random = new Random(seed);
        for (long i = 1; i < number; i++)
            surface.Make(random);
        return Try(surface.Make(random));
    }

    /// <summary>Tries one input; what went wrong, or null.</summary>
    public string? Try(byte[] input)
    {
        Inputs++;
        Exception? thrown = null;
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        var thread = new Thread(() =>
        {
            try
            {
                surface.Check(input);
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }, StackSize) { IsBackground = true };
        thread.Start();
        if (!thread.Join(s_look) && Hangs(thread, started))
            return $"no end after {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s";
        var took = Stopwatch.GetElapsedTime(started);
        Longest = took > Longest ? took : Longest;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
        return thrown is not null ? thrown.ToString() : allocated > MemoryLimit ? $"{allocated / 1_000_000} MB allocated" : null;
    }
}
