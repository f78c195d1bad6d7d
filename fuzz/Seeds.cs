namespace CSysdig.Fuzz;

/// <summary>What inputs are made from: small captures of every generation, and the texts people give as filters and formats.</summary>
public sealed class Seeds(string folder)
{
    public IReadOnlyList<byte[]> Captures { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(folder, "captures"), "*.scap").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public IReadOnlyList<string> Filters { get; } = File.ReadAllLines(Path.Combine(folder, "filters.txt"));
    public IReadOnlyList<string> Formats { get; } = File.ReadAllLines(Path.Combine(folder, "formats.txt"));

    /// <summary>The seeds of the repository that the program was built in or is run from.</summary>
    public static Seeds OfRepository()
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
                if (Directory.Exists(Path.Combine(folder, "fuzz", "seeds")))
                    return new Seeds(Path.Combine(folder, "fuzz", "seeds"));
        throw new DirectoryNotFoundException("no folder fuzz/seeds above this one: run it inside the repository");
    }
}
