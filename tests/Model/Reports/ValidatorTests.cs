using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Reports;

/// <summary>What others have to check such files with, where it is installed.</summary>
public sealed class ValidatorTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>By OASIS's own JSON schemas, and what its validator asks beyond them.</summary>
    [SkippableTheory]
    [InlineData("honeypot")]
    [InlineData("containers")]
    public void A_bundle_is_valid_to_the_validator_of_the_standard(string sample)
    {
        Skip.If(Shell.Find("stix2_validator") is null, "SKIPPED: stix2-validator is not installed: bundles were NOT checked by the standard's schemas");
        // Ids are made of what they name (103), and pages of ATT&CK change, so that no hash of them is told (302).
        var (code, output, errors) = Shell.Run(_folder.Path, "stix2_validator", "-d", "103,302", Report(sample, ".json"));
        Assert.True(code == 0, output + errors);
        Assert.Contains("STIX JSON: Valid", output);
        Assert.DoesNotContain("[!]", output);
    }

    [SkippableTheory]
    [InlineData("honeypot")]
    [InlineData("containers")]
    public void A_page_is_valid_to_a_checker_of_html(string sample)
    {
        var node = Environment.GetEnvironmentVariable("CSYSDIG_HTML_VALIDATE");
        Skip.If(string.IsNullOrEmpty(node), "SKIPPED: CSYSDIG_HTML_VALIDATE names no html-validate: pages were NOT checked");
        // The page is XML too, and shows blanks that were captured at the end of a line.
        File.WriteAllText(_folder.File("rules.json"), """{"extends": ["html-validate:standard"], "rules": {"void-style": ["error", {"style": "selfclose"}], "no-trailing-whitespace": "off"}}""");
        var (code, output, errors) = Shell.Run(_folder.Path, node, "--config", _folder.File("rules.json"), Report(sample, ".html"));
        Assert.True(code == 0, output + errors);
    }

    string Report(string sample, string ending)
    {
        var file = _folder.File(sample + ending);
        Assert.Equal("", SysdigProgram.Run("-r", $"samples/{sample}.scap.gz", "-c", "report", file).Errors);
        return file;
    }
}
