using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

public sealed class PageTests
{
    public static TheoryData<string> Paths() => [.. Pages.All.Keys];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_page_says_what_the_tables_say(string path)
    {
        var file = Path.Combine(Repository.Root, path);
        var text = Pages.All[path]();
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        Assert.True(File.Exists(file) && File.ReadAllText(file) == text, $"{path} is not up to date; write all pages anew with: {Pages.Command}");
    }
}
