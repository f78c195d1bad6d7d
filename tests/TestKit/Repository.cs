using System.Runtime.CompilerServices;

namespace CSysdig.Tests.TestKit;

/// <summary>Where the repository's files lie, wherever the tests run from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
