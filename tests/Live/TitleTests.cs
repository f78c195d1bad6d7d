using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>A process may write over its command line, and beyond its end: a fork tells it as /proc has it.</summary>
public sealed class TitleTests
{
    const string Script = """
        my $child = fork;
        if (!$child) { open my $f, '<', '/proc/self/cmdline'; local $/; print <$f> =~ s/\0+$//r =~ s/\0/ /gr; exit }
        waitpid $child, 0;
        """;

    [SkippableTheory]
    [InlineData("short"), InlineData("a name that is longer than the command line which it is written over, and so ends somewhere in the environment"), InlineData(null)]
    public void A_fork_tells_the_name_that_its_process_goes_by(string? title)
    {
        LiveMachine.Need("perl");
        using var folder = new TemporaryFolder();
        var script = folder.File("t.pl");
        File.WriteAllText(script, (title is null ? "" : $"$0 = '{title}';\n") + Script);
        var capture = folder.File("t.scap");
        var shown = Recording.Of(capture, ["proc.pname=perl or proc.name=perl or proc.exe=short or proc.exe startswith 'a name'"], "perl", script);
        Assert.Equal(title ?? $"perl {script}", shown);
        Assert.Contains(shown, Recording.Lines(capture, "%proc.exeline", "evt.type=clone and evt.rawres=0").Select(line => line.TrimEnd()));
    }
}
