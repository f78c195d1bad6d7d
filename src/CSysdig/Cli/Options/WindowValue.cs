using CSysdig.Model.History;

namespace CSysdig.Cli.Options;

/// <summary>How much is kept while more comes: a number of events, a time or a size on disk.</summary>
static class WindowValue
{
    const string Need = "--window needs a number of events (1000000), a time (90s, 30m, 2h, 1d) or a size on disk (500M, 4G)";

    /// <exception cref="UsageException">It is none of these.</exception>
    public static HistoryOptions Of(string value, HistoryOptions history) => value.Length == 0 ? throw new UsageException(Need) : value[^1] switch
    {
        's' => history with { WindowTime = Time(value, 1) },
        'm' => history with { WindowTime = Time(value, 60) },
        'h' => history with { WindowTime = Time(value, 3600) },
        'd' => history with { WindowTime = Time(value, 86400) },
        'K' or 'M' or 'G' or 'T' => history with { WindowBytes = OptionValues.Size(value, Need) },
        _ => history with { Window = OptionValues.Positive(value, Need) },
    };

    static TimeSpan Time(string value, int seconds) => TimeSpan.FromSeconds(OptionValues.Positive(value[..^1], Need, int.MaxValue) * (long)seconds);
}
