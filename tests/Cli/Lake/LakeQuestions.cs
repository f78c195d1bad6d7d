using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Lake;

/// <summary>The questions of docs/lake.md as they stand there.</summary>
static partial class LakeQuestions
{
    public static IReadOnlyList<string> All { get; } =
        [.. Question().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/lake.md"))).Select(m => m.Groups[1].Value.Trim().TrimEnd(';'))];

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Question();
}
