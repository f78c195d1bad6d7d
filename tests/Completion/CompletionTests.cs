using CSysdig.Cli.Options;
using CSysdig.Completion;
using CSysdig.Model.Fields;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Completion;

/// <summary>What is offered for a word, whatever the shell.</summary>
public sealed class CompletionTests
{
    static List<string> Offered(string program, params string[] words) =>
        [.. CompletionCommand.Answer(program == "sysdig" ? SysdigTable.Table : CSysdigTable.Table, ["words", .. words]).TrimEnd('\n').Split('\n').Select(l => l.Split('\t')[0])];

    [Theory]
    [InlineData("--readf", "--readfile")]
    [InlineData("-t|D", "D")]
    [InlineData("--timetype=r", "--timetype=r")]
    [InlineData("-tr", "-tr")]
    [InlineData("-r|x|--compress=z", "--compress=zstd")]
    [InlineData("-c|topc", "topconns")]
    [InlineData("-r|x|-c|fdbytes_by|fd.na", "fd.name")]
    [InlineData("-r|x|-c|spy_file|proc.name=a|an", "and")]
    [InlineData("-r|x|-c|fdbytes_by|fd.name|proc.na", "proc.name")]
    [InlineData("-qp|%proc.pna", "%proc.pname")]
    [InlineData("-p%proc.pna", "-p%proc.pname")]
    [InlineData("-p|*%evt.num %12fd.na", "*%evt.num %12fd.name")]
    [InlineData("-r|x|fd.na", "fd.name")]
    [InlineData("-r|x|fd.name", "fd.name!=")]
    [InlineData("-r|x|fd.name", "fd.nameraw")]
    [InlineData("-r|x|evt.type=opena", "evt.type=openat2")]
    [InlineData("-r|x|evt.type|in|(open, ex", "(open, execve")]
    [InlineData("-r|x|evt.type in (open,ex", "evt.type in (open,execve")]
    [InlineData("-r|x|fd.type=ipv4|and|(not proc.na", "(not proc.name")]
    [InlineData("-r|x|proc.name='a b' o", "proc.name='a b' or")]
    [InlineData("-r|x|proc.name|startsw", "startswith")]
    [InlineData("-r|x|tolower(proc.na", "tolower(proc.name")]
    [InlineData("-r|x|evt.is_io=t", "evt.is_io=true")]
    [InlineData("-r|x|evt.arg.siz", "evt.arg.size")]
    [InlineData("-r|x|evt.res=EN", "evt.res=ENOENT")]
    [InlineData("-r|x|fd.", "fd.sip")]
    [InlineData("-r|x|f", "fd.")]
    [InlineData("-r|x|--|pro", "proc.")]
    public void A_word_of_sysdig_is_completed(string words, string expected) => Assert.Contains(expected, Offered("sysdig", words.Split('|')));

    [Theory]
    [InlineData("-v|connec", "connections")]
    [InlineData("-v|ec", "echo")]
    [InlineData("-v|procs|proc.na", "proc.name")]
    [InlineData("--list-", "--list-views")]
    public void A_word_of_csysdig_is_completed(string words, string expected) => Assert.Contains(expected, Offered("csysdig", words.Split('|')));

    [Theory]
    [InlineData("-r|", "captures")]
    [InlineData("-w|x", "files")]
    [InlineData("-c|./my", "files")]
    [InlineData("-qr|sam", "captures")]
    [InlineData("-r|x|fd.na", "parts")]
    [InlineData("-r|x|evt.type=op", "words")]
    public void The_shell_is_told_what_kind_of_word_it_is(string words, string kind) => Assert.Equal(kind, Offered("sysdig", words.Split('|'))[0]);

    [Theory]
    [InlineData("-n|")]
    [InlineData("-r|x|proc.name=ss")]
    [InlineData("-r|x|nosuch.field=")]
    [InlineData("-p|%nosuch")]
    [InlineData("-c|nosuch")]
    public void Where_nothing_is_known_nothing_is_offered(string words) => Assert.Single(Offered("sysdig", words.Split('|')));

    /// <summary>bash divides words at equals signs, closes the quote behind a single candidate, and inserts what it is given as it is.</summary>
    [Theory]
    [InlineData("sysdig -r x evt.type=opena", "opena", "openat")]
    [InlineData("sysdig -r x evt.dir=", "", "\\>")]
    [InlineData("sysdig -r x 'proc.name=sshd and fd.dire", "proc.name=sshd and fd.dire", "proc.name=sshd and fd.directory")]
    [InlineData("sysdig -r x 'proc.name=sshd and fd.dire", "proc.name=sshd and fd.dire", "proc.name=sshd and fd.directory ")]
    [InlineData("sysdig -r x -p '%evt.num %proc.pna", "%evt.num %proc.pna", "%evt.num %proc.pname")]
    [InlineData("sysdig -r x fd.num", "fd.num", "fd.num\\>=")]
    [InlineData("sysdig -r x a\\ b --qui", "--qui", "--quiet")]
    public void A_line_of_bash_is_completed_in_its_own_pieces(string line, string word, string expected) =>
        Assert.Contains(expected, CompletionCommand.Answer(SysdigTable.Table, ["line", line, word]).Split('\n').Select(l => l.Split('\t')[0]));

    [Fact]
    public void What_is_offered_as_an_option_or_a_value_is_taken()
    {
        foreach (var option in Offered("sysdig", "-").Skip(1))
            Assert.Contains(SysdigTable.Table.All, o => o.Help is not null && (option == "-" + o.Letter || option == "--" + o.Long));
        foreach (var field in Offered("sysdig", "-p", "%proc.").Skip(1).Where(f => !f.EndsWith('[') && !f.EndsWith('.')))
            Assert.NotNull(FieldCatalog.Bind(field[1..]));
    }

    [Theory]
    [InlineData("honeypot.scap.gz")]
    [InlineData("containers.scap.gz")]
    public void Every_value_that_a_capture_has_of_a_countable_field_is_known(string sample)
    {
        string[] names = ["evt.dir", "evt.io_dir", "evt.category", "evt.type", "evt.res", "fd.type", "fd.l4proto", "container.type"];
        var fields = names.Select(n => (Field: FieldCatalog.Bind(n), Known: KnownValues.Of(FieldCatalog.Find(n)!).ToHashSet())).ToArray();
        using var stream = EventStream.Open(Repository.Sample(sample));
        for (var i = 0; i < 20_000 && stream.Next(); i++)
            foreach (var (field, known) in fields)
            {
                var value = new FieldValue { Type = field.Definition.Type, Format = field.Definition.Format };
                if (field.TryGet(stream.Current, ref value) && System.Text.Encoding.UTF8.GetString(value.Bytes) is { Length: > 0 } text && text != "<NA>")
                    Assert.True(known.Contains(text), $"{field.Definition.Name} is {text}");
            }
    }

    /// <summary>Whatever stands on the line, the answer comes and is an answer.</summary>
    [Fact]
    public void Any_line_is_answered()
    {
        var random = new Random(5);
        string[] pieces = ["sysdig", " ", "-r", "-p", "'", "\"", "\\", "(", ")", "[", "]", "%", "proc.name", "=", "evt.type", "in", ",", "not", "tolower(", "-c", "--", "--compress=", "\t", "\u00e9", "exists", "<"];
        for (var i = 0; i < 5_000; i++)
        {
            var line = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.EndsWith("\n", CompletionCommand.Answer(SysdigTable.Table, ["line", line, ""]));
        }
    }
}
