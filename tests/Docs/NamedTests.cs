using System.Reflection;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

/// <summary>What pages name is there: a type or member that was renamed, or a file that was moved, is named by its new name.</summary>
public sealed partial class NamedTests
{
    const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    static readonly HashSet<string> s_names =
    [
        .. new[] { "Capture", "Model", "Views", "Chisels", "", "Tests" }
            .Select(part => Assembly.Load(part.Length == 0 ? "csysdig" : "CSysdig." + part))
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMembers(Every).Select(member => member.Name).Append(type.Name.Split('`')[0]).Concat(type.Namespace?.Split('.') ?? [])),
    ];

    static readonly List<string> s_paths = [.. Directory.EnumerateDirectories(Repository.Root).Where(folder => !Path.GetFileName(folder).StartsWith(".git"))
        .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFileSystemEntries(Repository.Root))
        .Select(path => "/" + Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Where(path => !path.Contains("/bin/") && !path.Contains("/obj/"))];

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/glossary.md")]
    public void What_a_page_names_is_there(string page)
    {
        var text = string.Join('\n', File.ReadLines(Path.Combine(Repository.Root, page)).Where(line => !line.StartsWith("    ")));
        var named = Quoted().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, word => IsName().IsMatch(word) && !word.Split('.').All(s_names.Contains));
        Assert.DoesNotContain(named, word => IsPath().IsMatch(word) && !s_paths.Exists(path => path.EndsWith("/" + word.TrimEnd('/')) || path.EndsWith($"/{word}.cs")));
        var folder = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!);
        Assert.DoesNotContain(Linked().Matches(text).Select(match => match.Groups[1].Value), link => !link.StartsWith("http") && !Path.Exists(Path.Combine(folder, link)));
    }

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[A-Z][a-z]\w*(\.[A-Z]\w*)*$")]
    private static partial Regex IsName();

    [GeneratedRegex(@"^(\.?[\w-]+/[\w./-]*|[\w.-]+\.(cs|tsv|txt|md|json))$")]
    private static partial Regex IsPath();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Linked();
}
