using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Fields;

public sealed class FieldCatalogTests
{
    /// <summary>The list has the types of newer tools; views tell those of 0.29.3 in their legends.</summary>
    static readonly Dictionary<string, string> s_older = new() { ["proc.nthreads"] = "UINT32" };

    public static TheoryData<string, string, string> Known()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Golden", "fields.tsv")))
            if (!line.StartsWith('#') && line.Split('\t') is [var name, var type, var format, _])
                data.Add(name, type, format);
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Every_field_of_sysdig_is_known_with_its_type_and_print_format(string name, string type, string format)
    {
        var definition = FieldCatalog.Find(name);
        Assert.NotNull(definition);
        Assert.Equal(s_older.GetValueOrDefault(name, type), definition.Type.ToString().ToUpperInvariant());
        Assert.Equal(format, definition.Format switch
        {
            PrintFormat.NotApplicable => "NA",
            PrintFormat.PaddedDec10 => "10_PADDED_DEC",
            var other => other.ToString().ToUpperInvariant(),
        });
    }

    [Fact]
    public void Every_field_describes_itself_in_one_line()
    {
        Assert.True(FieldCatalog.All.Count > 330);
        Assert.All(FieldCatalog.All, d => Assert.InRange(d.Description.Length, 10, 140));
        Assert.All(FieldCatalog.All, d => Assert.DoesNotContain('\n', d.Description));
    }

    [Fact]
    public void Every_column_and_key_of_the_views_can_be_bound()
    {
        var columns = ViewCatalog.All.SelectMany(v => v.Columns).Select(c => c.Field.Replace("%depth", "0")).Distinct().ToArray();
        Assert.NotEmpty(columns);
        Assert.All(columns, c => Assert.NotNull(FieldCatalog.Bind(c)));
    }

    [Theory]
    [InlineData("proc.nmae", "proc.name")]
    [InlineData("fd.nam", "fd.name")]
    [InlineData("evt.typ", "evt.type")]
    [InlineData("proc.anme[2]", "proc.aname")]
    [InlineData("user.nmae", "user.name")]
    public void A_misspelt_field_names_the_one_that_was_meant(string text, string meant) =>
        Assert.Contains($"did you mean {meant}?", Assert.Throws<FieldException>(() => FieldCatalog.Bind(text)).Message);

    [Fact]
    public void A_name_like_no_field_gets_no_guess() =>
        Assert.DoesNotContain("did you mean", Assert.Throws<FieldException>(() => FieldCatalog.Bind("xyzzy.frobnicate")).Message);

    [Theory]
    [InlineData("evt.arg", "needs an argument")]
    [InlineData("evt.rawarg", "needs an argument")]
    [InlineData("evt.rawarg[0]", "needs the name of an argument")]
    [InlineData("evt.arg.nosuchthing", "no event has an argument nosuchthing")]
    [InlineData("evt.type.is", "needs an argument")]
    [InlineData("thread.cgroup", "needs an argument")]
    [InlineData("container.mount", "needs an argument")]
    [InlineData("proc.aname[x]", "needs the number of an ancestor")]
    [InlineData("proc.aname[2", "is never closed")]
    [InlineData("evt.around[yesterday]", "needs a time in nanoseconds")]
    [InlineData("fd.types[x]", "needs the number of an fd")]
    [InlineData("proc.args[-1]", "needs the number of an argument")]
    public void A_wrong_argument_is_told_in_one_line(string text, string said)
    {
        var message = Assert.Throws<FieldException>(() => FieldCatalog.Bind(text)).Message;
        Assert.Contains(said, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("proc.name|%fd.name", 9)]
    [InlineData("evt.arg.res rest", 11)]
    [InlineData("evt.arg[0]x", 10)]
    [InlineData("evt.args)", 8)]
    [InlineData("proc.aname[2] < ", 13)]
    [InlineData("thread.cgroup.cpuacct=", 21)]
    [InlineData("evt.abspath.src,", 15)]
    [InlineData("evt.abspath.name", 11)]
    [InlineData("container.mount.source[/etc/*]]", 30)]
    [InlineData("evt.latency.nsx", 14)]
    public void A_format_takes_the_longest_name_with_its_argument(string text, int length)
    {
        FieldCatalog.BindStart(text, out var taken);
        Assert.Equal(length, taken);
    }

    [Fact]
    public void A_type_that_evt_type_is_does_not_know_takes_no_text_and_says_nothing()
    {
        var field = FieldCatalog.BindStart("evt.type.is.6|%proc.name", out var taken);
        Assert.Equal(0, taken);
        Assert.IsType<AbsentField>(field);
    }
}
