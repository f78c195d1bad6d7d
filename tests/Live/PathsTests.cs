using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>paths.py: files that are opened by other texts than their paths.</summary>
public sealed class PathsTests
{
    const string Opens = "proc.name=python3 and evt.type in (open,openat,openat2,creat,open_by_handle_at) and evt.failed=false";

    [SkippableFact]
    public void An_open_tells_the_path_that_the_kernel_has_found()
    {
        LiveMachine.Need("python3");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        // What it makes can't be made twice.
        string[] did = [], told = [];
        for (var time = 0; told.Length == 0 && time < 3; time++)
        {
            var place = Directory.CreateDirectory(folder.File($"place{time}")).FullName;
            if (!Recording.Take(capture, [], ["python3", Recording.Script("paths.py"), place], out var output))
                continue;
            did = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            told = [.. Recording.Lines(capture, "*%evt.type %evt.rawarg.name %evt.arg.path %fd.realpath", $"{Opens} and (fd.realpath contains {place} or fd.name in (/file,/inside) or fd.name startswith /proc/self/fd/)")
                .Select(line => line.Replace(place, "HERE"))];
        }
        Assert.NotEmpty(told);
        string[] expected =
        [
            "openat link HERE/real/file HERE/real/file",
            "openat HERE/link HERE/real/file HERE/real/file",
            "openat HERE/real/file <NA> HERE/real/file",
            "openat ./real/../real//file <NA> HERE/real/file",
            "openat HERE/folder/made HERE/real/made HERE/real/made",
            "openat file HERE/real/file HERE/real/file",
            "openat folder HERE/real HERE/real",
            "openat file HERE/real/file HERE/real/file",
            "creat folder/by creat HERE/real/by creat HERE/real/by creat",
            "openat2 made HERE/real/made HERE/real/made",
        ];
        Assert.Equal(expected, told.Where(line => expected.Contains(line)));
        // What has no path, or one that is deeper than is walked, has none that is made up.
        Assert.Contains(told, line => line.StartsWith("openat /proc/self/fd/", StringComparison.Ordinal) && line.Split(' ')[1..] is [var asked, "<NA>", var name] && asked == name);
        Assert.Contains("openat " + string.Concat(Enumerable.Repeat("ddd/", 60)) + "deep <NA> HERE/" + string.Concat(Enumerable.Repeat("ddd/", 60)) + "deep", told);
        if (did.Contains("handle"))
            Assert.Contains("open_by_handle_at <NA> HERE/real/file HERE/real/file", told);
        if (did.Contains("bound"))
            Assert.Contains("openat bound/file <NA> HERE/bound/file", told);
        // In a root of its own, from there on.
        Assert.Contains("openat /file <NA> /file", told);
        Assert.Contains("openat /inside /file /file", told);
    }

    /// <summary>The known way to hide from who reads a call's arguments: another thread changes them meanwhile. The file is what the kernel says.</summary>
    [SkippableFact]
    public void A_text_that_is_changed_meanwhile_does_not_change_the_path()
    {
        LiveMachine.Need("python3");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        for (var time = 0; time < 20; time++)
        {
            var place = Directory.CreateDirectory(folder.File($"place{time}")).FullName;
            var files = Recording.Of(capture, [], "python3", Recording.Script("paths.py"), place, "race").Split('\n')[0].Split(' ');
            var told = Recording.Lines(capture, "%fd.ino %fd.realpath %fd.name", $"{Opens} and fd.name in ({place}/a,{place}/b)").Select(line => line.Split(' ')).ToList();
            Assert.All(told, open => Assert.Equal(open[0] == files[0] ? $"{place}/a" : $"{place}/b", open[1]));
            // On a busy machine some of the twenty thousand may be lost, and no text be changed at the right moment: then once more.
            if (told.Count >= 20000 && told.Any(open => open[1] != open[2]))
                return;
        }
        Assert.Fail("no text was changed while it was looked at, or events were lost each time");
    }
}
