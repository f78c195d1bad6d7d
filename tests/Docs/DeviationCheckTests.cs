using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

/// <summary>
/// .ci/deviations itself, on a program of two answers: it takes the difference that a rule names and that was looked at, and
/// reports each fault that is planted beside it.
/// </summary>
public class DeviationCheckTests
{
    const string Kinds =
        "*\t-\ta failed connect keeps its address\tchange <u>[^)]* ;; fields ^fd\\.name\n"
        + "web*\t-\ttables follow\trows ^c-top\n"
        + "*\t-\ta filter changes nothing\tlines ^flt\\d+ .*fd\\.\n";

    const string Old = "1 connect nginx fd=3(<u>) res=0\n2 read nginx fd=4(<f>/etc/passwd) res=10\n";
    const string New = "1 connect nginx fd=3(<u>/run/nscd) res=0\n2 read nginx fd=4(<f>/etc/passwd) res=10\n";

    [SkippableTheory]
    [InlineData("ev-all", "", Old, New)]
    [InlineData("p-fd", "-p %evt.num|%fd.name|%proc.name", "1||nginx\n2|/etc/passwd|nginx\n", "1|/run/nscd|nginx\n2|/etc/passwd|nginx\n")]
    [InlineData("flt001", "fd.name=x", Old, "1 connect nginx fd=3(<u>/run/nscd) res=0\n")]
    [InlineData("c-topfiles", "", "7 /a\n3 /b\n", "8 /a\n3 /b\n")]
    public void A_named_difference_that_was_looked_at_passes(string label, string words, string old, string now)
    {
        using var check = new Check(label, words, old, now);
        var (first, _) = check.Run();
        Assert.Equal(1, first); // nobody has looked at it yet
        var (looking, _) = check.Run("--look");
        Assert.Equal(0, looking);
        var (code, said) = check.Run();
        Assert.Equal("1 rows, 0 the same, 1 of named kinds, 0 unexplained", said.TrimEnd().Split('\n')[^1]);
        Assert.Equal(0, code);
    }

    /// <summary>What a rule allows elsewhere, or in another field, is refused even while the answers are looked at.</summary>
    [SkippableTheory]
    [InlineData("ev-all", "", Old, "1 connect nginy fd=3(<u>/run/nscd) res=0\n2 read nginx fd=4(<f>/etc/passwd) res=10\n")]
    [InlineData("ev-all", "", Old, "1 connect nginx fd=3(<u>/run/nscd) res=0\n2 read nginx fd=4(<f>/etc/shadow) res=10\n")]
    [InlineData("ev-all", "", Old, "1 connect nginx fd=3(<u>/run/nscd) res=0\n2 read nginx fd=4(<f>/etc/passwd) res=11\n")]
    [InlineData("ev-all", "", Old, "1 connect nginx fd=3(<u>/run/nscd) res=0\n")]
    [InlineData("p-fd", "-p %evt.num|%fd.name|%proc.name", "1||nginx\n", "1|/run/nscd|nginy\n")]
    [InlineData("flt001", "proc.name=x", Old, "1 connect nginx fd=3(<u>) res=0\n")]
    [InlineData("c-bottom", "", "7 /a\n", "8 /a\n")]
    [InlineData("c-bottom", "", "7 /a\n6 /b\n", "6 /b\n7 /a\n")]
    public void A_difference_of_no_kind_is_refused(string label, string words, string old, string now)
    {
        using var check = new Check(label, words, old, now);
        var (code, said) = check.Run("--look");
        Assert.Equal(1, code);
        Assert.Contains("UNEXPLAINED web " + label, said);
    }

    /// <summary>Rules of tables and of filters cannot tell a right number from a wrong one: what was looked at can.</summary>
    [SkippableTheory]
    [InlineData("c-topfiles", "7 /a\n3 /b\n", "8 /a\n3 /b\n", "9 /a\n3 /b\n")]
    [InlineData("c-topfiles", "7 /a\n3 /b\n", "8 /a\n3 /b\n", "8 /a\n")]
    [InlineData("c-topfiles", "7 /a\n3 /b\n", "8 /a\n3 /b\n", "7 /a\n3 /b\n")]
    [InlineData("flt001", Old, "1 connect nginx fd=3(<u>/run/nscd) res=0\n", New)]
    [InlineData("ev-all", Old, New, "1 connect nginx fd=3(<u>/run/nscx) res=0\n2 read nginx fd=4(<f>/etc/passwd) res=10\n")]
    public void A_fault_within_a_named_difference_is_reported(string label, string old, string looked, string now)
    {
        using var check = new Check(label, "fd.name=x", old, looked);
        Assert.Equal(0, check.Run("--look").Code);
        check.Answer(old, now);
        var (code, said) = check.Run();
        Assert.Equal(1, code);
        Assert.Contains("UNEXPLAINED web " + label, said);
    }

    [Fact]
    public void Each_kind_has_a_reason_and_each_rule_a_known_name()
    {
        foreach (var cells in File.ReadLines(Path.Combine(Repository.Root, "tests", "Golden", "deviations.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')))
        {
            Assert.True(cells.Length is 3 or 4 && cells[2].Length > 20, string.Join('|', cells));
            if (cells.Length == 4)
                Assert.All(cells[3].Split(" ;; "), rule => Assert.Matches("^(-|(change|drop|was|fields|lines|order|rows|exit) .+)?$", rule));
        }
    }

    sealed class Check : IDisposable
    {
        readonly TemporaryFolder _folder = new();

        public Check(string label, string words, string old, string now)
        {
            var argv = string.Join(", ", new[] { "sysdig", "-r", "web.scap" }.Concat(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(w => $"\"{w}\""));
            Directory.CreateDirectory(In("shared/parity/expected"));
            Directory.CreateDirectory(In("shared/parity/captures"));
            File.WriteAllText(In("shared/parity/captures/web.scap"), "");
            File.WriteAllText(In("shared/parity/expected/commands.tsv"), $"capture\tlabel\tfile\tpeer\targv\texit\nweb\t{label}\t-\tsysdig 0.29.3\t[{argv}]\t0\n");
            File.WriteAllText(In("kinds.tsv"), Kinds);
            File.WriteAllText(In("sysdig"), "#!/bin/sh\ncat \"$(dirname \"$0\")/${CSYSDIG_COMPAT:-default}\"\n");
            Assert.Equal(0, Shell.Run(_folder.Path, "chmod", "+x", "sysdig").ExitCode);
            Answer(old, now);
        }

        public void Answer(string old, string now)
        {
            File.WriteAllText(In("0.29"), old);
            File.WriteAllText(In("default"), now);
        }

        public (int Code, string Said) Run(params string[] options)
        {
            Skip.If(Shell.Find("python3") is null, "no python3: NOT tested is that .ci/deviations reports planted faults");
            var (code, said, errors) = Shell.Run(_folder.Path, Path.Combine(Repository.Root, ".ci", "deviations"),
                [_folder.Path, In("shared"), "--all", "--kinds", In("kinds.tsv"), "--looked", In("looked.tsv"), .. options]);
            return (code, said + errors);
        }

        public void Dispose() => _folder.Dispose();

        string In(string name) => _folder.File(name);
    }
}
