namespace CSysdig.Fuzz;

/// <summary>What inputs are made from: small captures of every generation, and the texts people give as filters and formats.</summary>
public sealed class Seeds(string folder)
{
    public IReadOnlyList<byte[]> Captures { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(folder, "captures"), "*.scap").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public IReadOnlyList<string> Filters { get; } = File.ReadAllLines(Path.Combine(folder, "filters.txt"));
    public IReadOnlyList<string> Formats { get; } = File.ReadAllLines(Path.Combine(folder, "formats.txt"));

    /// <summary>Scripts in Lua, without their comments: whole, and line by line.</summary>
    public IReadOnlyList<string> Scripts { get; } = [.. ReadScripts(Path.Combine(folder, "..", "..", "tests", "Chisels", "Lua", "scripts"))];

    /// <summary>The seeds of the repository that the program was built in or is run from.</summary>
    public static Seeds OfRepository()
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
                if (Directory.Exists(Path.Combine(folder, "fuzz", "seeds")))
                    return new Seeds(Path.Combine(folder, "fuzz", "seeds"));
        throw new DirectoryNotFoundException("no folder fuzz/seeds above this one: run it inside the repository");
    }

    static IEnumerable<string> ReadScripts(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.lua").Order(StringComparer.Ordinal))
        {
            string[] lines = [.. File.ReadAllLines(file).Where(l => !l.StartsWith("--", StringComparison.Ordinal))];
            yield return string.Join(' ', lines);
            foreach (var line in lines)
                yield return line;
        }
    }
}
