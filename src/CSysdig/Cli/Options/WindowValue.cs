using CSysdig.Capture.Segments;
using CSysdig.Model.History;

namespace CSysdig.Cli.Options;

/// <summary>How much is kept while more comes: a number of events, a time or a size on disk.</summary>
static class WindowValue
{
    const string NeedToCompact = "--compact needs a time of 30 s or more (10m, 2h, 1d)";
    const string NeedToKeep = "--keep needs a time of 30 s or more (30m, 2h, 7d), a size on disk of 16M or more (500M, 20G), or both (7d,20G)", Need = "--window needs a number of events (1000000), a time (90s, 30m, 2h, 1d) or a size on disk (500M, 4G)";

    /// <exception cref="UsageException">It is none of these.</exception>
    public static HistoryOptions Of(string value, HistoryOptions history) =>
        Time(value, Need) is { } time ? history with { WindowTime = time }
        : IsSize(value) ? history with { WindowBytes = OptionValues.Size(value, Need) }
        : history with { Window = OptionValues.Positive(value, Need) };

    /// <summary>What a folder keeps: with a time and a size, what both leave.</summary>
    /// <exception cref="UsageException">It is neither a time nor a size, or too little.</exception>
    public static KeepLimit ToKeep(string value)
    {
        var (age, bytes) = ((TimeSpan?)null, (long?)null);
        foreach (var part in value.Split(','))
            if (age is null && Time(part, NeedToKeep) is { } time)
                age = time;
            else if (bytes is null && IsSize(part))
                bytes = OptionValues.Size(part, NeedToKeep);
            else
                throw new UsageException(NeedToKeep);
        return !(age < KeepLimit.LeastAge) && !(bytes < KeepLimit.LeastBytes) ? new KeepLimit(age ?? TimeSpan.MaxValue, bytes ?? long.MaxValue) : throw new UsageException(NeedToKeep);
    }

    /// <summary>How old a segment is that is packed harder.</summary>
    /// <exception cref="UsageException">It is no time, or too little.</exception>
    public static TimeSpan ToCompact(string value) => Time(value, NeedToCompact) is { } time && time >= KeepLimit.LeastAge ? time : throw new UsageException(NeedToCompact);

    static bool IsSize(string value) => value is [.., 'K' or 'M' or 'G' or 'T'];

    static TimeSpan? Time(string value, string need) => value switch
    {
        [.., 's'] => Times(value, 1, need),
        [.., 'm'] => Times(value, 60, need),
        [.., 'h'] => Times(value, 3600, need),
        [.., 'd'] => Times(value, 86400, need),
        _ => null,
    };

    static TimeSpan Times(string value, int seconds, string need) => TimeSpan.FromSeconds(OptionValues.Positive(value[..^1], need, int.MaxValue) * (long)seconds);
}
