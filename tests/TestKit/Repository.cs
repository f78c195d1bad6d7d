using System.Runtime.CompilerServices;

namespace CSysdig.Tests.TestKit;

/// <summary>Where the repository's files lie, wherever the tests run from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    /// <summary>The honeypot's capture so many times over, as a file in a folder.</summary>
    public static string Repeated(TemporaryFolder folder, int times)
    {
        var path = folder.File($"repeated{times}.scap.gz");
        if (File.Exists(path))
            return path;
        using var file = File.Create(path);
        for (var i = 0; i < times; i++)
            file.Write(File.ReadAllBytes(Sample("honeypot.scap.gz")));
        return path;
    }

    static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
