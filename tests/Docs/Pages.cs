using CSysdig.Cli.Options;
using CSysdig.Completion;

namespace CSysdig.Tests.Docs;

/// <summary>The files of the repository that are written from the program's own tables, and its pictures.</summary>
static class Pages
{
    /// <summary>The command that writes them all anew.</summary>
    public const string Command = "WRITE_DOCS=1 dotnet test --filter Docs";

    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>(Pictures.All)
    {
        ["docs/fields.md"] = FieldsPage.Text,
        ["docs/options.md"] = OptionsPage.Text,
        ["docs/chisels.md"] = ChiselsPage.Text,
        ["docs/views.md"] = ViewsPage.Text,
        ["docs/keys.md"] = KeysPage.Markdown,
        ["docs/story.md"] = StoryPage.Text,
        ["docs/lake.md"] = LakePage.Text,
        ["docs/deviations.md"] = DeviationsPage.Text,
        ["man/sysdig.1"] = () => ManPage.Text(SysdigTable.Table),
        ["man/csysdig.1"] = () => ManPage.Text(CSysdigTable.Table),
        ["completion/sysdig.bash"] = () => ShellScript.For("bash", "sysdig"),
        ["completion/csysdig.bash"] = () => ShellScript.For("bash", "csysdig"),
        ["completion/_sysdig"] = () => ShellScript.For("zsh", "sysdig"),
        ["completion/_csysdig"] = () => ShellScript.For("zsh", "csysdig"),
        ["completion/sysdig.fish"] = () => ShellScript.For("fish", "sysdig"),
        ["completion/csysdig.fish"] = () => ShellScript.For("fish", "csysdig"),
    };
}
