using CSysdig.Cli;
using CSysdig.Cli.Options;

namespace CSysdig.Tests.Cli.Options;

/// <summary>The tables say the truth about what the command lines take.</summary>
public sealed class OptionTableTests
{
    static OptionTable Table(string program) => program == "sysdig" ? SysdigTable.Table : CSysdigTable.Table;

    static void Parse(string program, params string[] arguments)
    {
        if (program == "sysdig")
            SysdigOptions.Parse(arguments);
        else
            CSysdigOptions.Parse(arguments);
    }

    [Theory]
    [InlineData("sysdig")]
    [InlineData("csysdig")]
    public void Every_documented_option_is_taken_and_every_other_one_says_that_it_is_missing(string program)
    {
        foreach (var option in Table(program).All)
        {
            var refusal = Refusal(program, option, option.Letter == '\0' ? "--" + option.Long : "-" + option.Letter, option.Value)
                ?? (option.Long is null ? null : Refusal(program, option, "--" + option.Long, option.LongValue ?? option.Value));
            Assert.Equal(option.Help is null ? $"{option} is not available yet" : null, refusal);
        }
    }

    [Theory]
    [InlineData("sysdig")]
    [InlineData("csysdig")]
    public void No_two_options_have_one_name(string program)
    {
        var names = Table(program).All.SelectMany(o => new[] { o.Letter == '\0' ? null : $"{o.Letter}", o.Long }).OfType<string>().ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Theory]
    [InlineData("sysdig")]
    [InlineData("csysdig")]
    public void Every_choice_is_taken_and_another_word_is_not_where_only_they_are_allowed(string program)
    {
        foreach (var option in Table(program).All.Where(o => o.Choices.Count > 0))
            foreach (var choice in option.Choices)
                Parse(program, option.Long is null ? $"-{option.Letter}{choice.Word}" : $"--{option.Long}={choice.Word}");
        if (program == "sysdig")
        {
            Assert.Throws<UsageException>(() => Parse(program, "-tQ"));
            Assert.Throws<UsageException>(() => Parse(program, "--compress=rar"));
        }
    }

    [Theory]
    [InlineData("sysdig")]
    [InlineData("csysdig")]
    public void Help_names_every_option_and_fits_a_terminal(string program)
    {
        var help = HelpText.Of(Table(program));
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        foreach (var option in Table(program).Chapters.SelectMany(c => c.Options))
            Assert.Contains(HelpText.Forms(option), help);
    }

    static string[] Beside(string program, string option) => option switch
    {
        "from" => ["--to", "300"],
        "payload" or "environment" => ["--export", "lake"],
        "keep" when program == "sysdig" => ["-w", "kept"],
        "upload" or "compact" => ["--keep", "1h", "-w", "kept"],
        "outbox" => ["-w", "s3://captures/x"],
        _ => [],
    };

    /// <summary>What is said against the option with some fitting value; null when it is taken.</summary>
    static string? Refusal(string program, Option option, string form, ValueKind kind)
    {
        string[] values = kind != ValueKind.Required ? [] : [option.Name switch { "c" or "i" => "topconns", "t" => "a", "completion" => "bash", "compat" => "0.29", "buffer" => "8M", "outbox-size" => "8M", "keep" => "2h", "compact" => "10m", "upload" => "s3://captures/web1", "config" => "/dev/null", _ => "200" }];
        // Some need another one beside them; --filter-proclist a filter.
        try
        {
            string[] capture = option.Name is "keep" or "pin" or "upload" or "compact" ? [] : ["-r", "a"];
            Parse(program, [.. capture, form, .. values, .. Beside(program, option.Name), "evt.num>0"]);
            return null;
        }
        catch (UsageException e)
        {
            return e.Message;
        }
    }
}
