namespace CSysdig.Fuzz;

/// <summary>The surfaces by name.</summary>
public static class Surfaces
{
    public static IReadOnlyList<string> Names { get; } = ["reader", "filter", "format", "writer", "record", "lua", "rules"];

    public static ISurface Named(string name, Seeds seeds) => name switch
    {
        "reader" => new ReaderSurface(seeds),
        "filter" => new FilterSurface(seeds),
        "format" => new FormatSurface(seeds),
        "writer" => new WriterSurface(seeds),
        "record" => new RecordSurface(),
        "lua" => new LuaSurface(seeds),
        "rules" => new RuleSurface(seeds),
        _ => throw new ArgumentException($"no surface {name}: {string.Join(", ", Names)}"),
    };
}
