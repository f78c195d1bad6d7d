using CSysdig.Capture.Live;
using static CSysdig.Cli.Options.OptionTable;

namespace CSysdig.Cli.Options;

/// <summary>What is taken of this machine: options that both programs have.</summary>
static class WatchingOptions
{
    public static IReadOnlyList<Option> All { get; } =
    [
        Valued("buffer", "SIZE", "The buffer of each processor, as in 8M (which it is without) or 64M: what comes while it is full is lost, and counted."),
        Valued("max-cpu", "PERCENT", "Above so many percents of one processor take less: first nothing of what is read and written, then no reads and writes. Everything else is always taken."),
        Flag("page-faults", "Page faults too."),
        Flag("pairs", "An event for the beginning of each call too, as captures had them until 2025: how long calls took is told by them."),
        Valued("snaplen-port", "PORTS", "Of what connections with one of these ports carry, 16000 bytes instead of those of -s, as in 6667 or 6660-6669."),
        Valued("cri", "SOCKET", "Where a container engine of Kubernetes is asked about containers; without it containerd, CRI-O and k3s where they listen. May be given several times."),
        Valued("cri-timeout", "MS", "How long it is waited for; 2000 without it."),
    ];

    /// <summary>What an option asks for; null where it is none of these.</summary>
    /// <exception cref="UsageException">The value makes no sense.</exception>
    public static LiveOptions? Take(LiveOptions live, Option option, string value) => option.Name switch
    {
        "buffer" => live with { BufferBytes = (int)OptionValues.Size(value, "--buffer needs a size from 64K to 1G", LiveOptions.LeastBuffer, LiveOptions.MostBuffer) },
        "max-cpu" => live with { MaxCpu = (int)OptionValues.Positive(value, "--max-cpu needs percents of a processor, 1 or more", 100_000) },
        "page-faults" => live with { PageFaults = true },
        "pairs" => live with { Pairs = true },
        "snaplen-port" => live with { SpecialPorts = OptionValues.Ports(value, "--snaplen-port needs a port, or two as in 6660-6669") },
        "cri" => live with { CriSockets = [.. live.CriSockets, value] },
        "cri-timeout" => live with { CriTimeout = TimeSpan.FromMilliseconds(OptionValues.Positive(value, "--cri-timeout needs a number of milliseconds, 1 or more", int.MaxValue)) },
        _ => null,
    };
}
