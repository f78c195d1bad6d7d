using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Tests.Model.Filters;

/// <summary>The grammar: what a text is read as, printed with every bracket and quote.</summary>
public sealed class FilterParserTests
{
    [Theory]
    [InlineData("evt.type=open", "evt.type = \"open\"")]
    [InlineData("  evt.type  !=  open\t", "evt.type != \"open\"")]
    [InlineData("fd.num<=2", "fd.num <= \"2\"")]
    [InlineData("fd.num>=0 and fd.num<3", "fd.num >= \"0\" and fd.num < \"3\"")]
    [InlineData("proc.name exists", "proc.name exists")]
    [InlineData("(proc.name exists)and evt.dir=<", "proc.name exists and evt.dir = \"<\"")]
    [InlineData("not fd.name exists", "not fd.name exists")]
    [InlineData("not(a.b=1 or c.d=2)", "not (a.b = \"1\" or c.d = \"2\")")]
    [InlineData("a.b=1 and not c.d=2 and e.f=3", "a.b = \"1\" and not c.d = \"2\" and e.f = \"3\"")]
    [InlineData("((a.b=1))", "a.b = \"1\"")]
    [InlineData("(a.b=1 or c.d=2) and e.f=3", "(a.b = \"1\" or c.d = \"2\") and e.f = \"3\"")]
    [InlineData("evt.type in (read, write,close)", "evt.type in (\"read\", \"write\", \"close\")")]
    [InlineData("evt.type in(read)", "evt.type in (\"read\")")]
    [InlineData("fd.name pmatch ( /etc , '/usr/my lib' )", "fd.name pmatch (\"/etc\", \"/usr/my lib\")")]
    [InlineData("proc.name contains\"sh\"", "proc.name contains \"sh\"")]
    [InlineData("proc.name containsx", "proc.name contains \"x\"")]
    [InlineData("evt.type intersects (a)", "evt.type intersects (\"a\")")]
    [InlineData("evt.buffer bcontains 7f454c46", "evt.buffer bcontains \"7f454c46\"")]
    [InlineData("proc.cmdline contains --a=b", "proc.cmdline contains \"--a=b\"")]
    [InlineData("proc.aname[2]=sshd", "proc.aname[2] = \"sshd\"")]
    [InlineData("proc.env[\"A B\"]=1", "proc.env[A B] = \"1\"")]
    [InlineData("evt.arg.fd exists", "evt.arg.fd exists")]
    [InlineData("toupper(proc.name) = CAT", "toupper(proc.name) = \"CAT\"")]
    [InlineData("len( tolower(proc.args) )>3", "len(tolower(proc.args)) > \"3\"")]
    [InlineData("concat(proc.name, \"-\", proc.exe) = x", "concat(proc.name, \"-\", proc.exe) = \"x\"")]
    [InlineData("thread.tid != val(proc.pid)", "thread.tid != val(proc.pid)")]
    [InlineData("proc.name = anyof (a, b)", "proc.name = anyof (\"a\", \"b\")")]
    [InlineData("proc.name = anyof", "proc.name = \"anyof\"")]
    [InlineData("evt.type=read or(evt.type=write)", "evt.type = \"read\" or evt.type = \"write\"")]
    [InlineData("proc.name=\"a'b\"", "proc.name = \"a'b\"")]
    public void Both_dialects_read_it_alike(string text, string printed)
    {
        Assert.Equal(printed, FilterParser.Parse(text, FilterDialect.Older).ToString());
        Assert.Equal(printed, FilterParser.Parse(text, FilterDialect.Newer).ToString());
    }

    [Theory]
    [InlineData("a.b=1 and c.d=2 or e.f=3", "(a.b = \"1\" and c.d = \"2\") or e.f = \"3\"")]
    [InlineData("a.b=1 or c.d=2 and e.f=3", "a.b = \"1\" or (c.d = \"2\" and e.f = \"3\")")]
    [InlineData("a.b==1", "a.b = \"1\"")]
    [InlineData("not not a.b=1", "not (not a.b = \"1\")")]
    [InlineData("a.b='x\\ty'", "a.b = \"x\\x09y\"")]
    [InlineData("a.b='it\\'s'", "a.b = \"it's\"")]
    [InlineData("a.b=\\d", "a.b = \"\\\\d\"")]
    [InlineData("a.b='\\d+\\n'", "a.b = \"\\\\d+\\x0a\"")]
    [InlineData("a.b in ()", "a.b in ()")]
    public void Later_captures_have_the_newer_language(string text, string printed) =>
        Assert.Equal(printed, FilterParser.Parse(text, FilterDialect.Newer).ToString());

    [Theory]
    [InlineData("not not a.b=1", "not (not a.b = \"1\")")]
    [InlineData("a.b==1", "a.b = \"1\"")]
    [InlineData("a.b=1 or c.d=2 and e.f=3", "a.b = \"1\" or (c.d = \"2\" and e.f = \"3\")")]
    [InlineData("a.b=\"x\\ty\"", "a.b = \"x\\\\ty\"")]
    [InlineData("a.b=\"x\\\\y\\\"\\x1b\"", "a.b = \"x\\\\y\\\"\\x1b\"")]
    [InlineData("a.b=x\\x2fy", "a.b = \"x/y\"")]
    [InlineData("a.b=\"mixed'", "a.b = \"mixed\"")]
    [InlineData("a.b=x\\ or c.d=1", "a.b = \"x\\\\\" or c.d = \"1\"")]
    [InlineData("a.b=", "a.b = \"\"")]
    [InlineData("(a.b=)", "a.b = \"\"")]
    [InlineData("a.b in ()", "a.b in (\"\")")]
    [InlineData("a.b in (x,)", "a.b in (\"x\", \"\")")]
    public void Older_captures_have_the_older_language(string text, string printed) =>
        Assert.Equal(printed, FilterParser.Parse(text, FilterDialect.Older).ToString());

    [Theory]
    [InlineData("", 0, "expected")]
    [InlineData("   ", 3, "field")]
    [InlineData("and proc.name=x", 0, "expected a field")]
    [InlineData("proc.name", 9, "operator")]
    [InlineData("proc.name cotnains x", 10, "did you mean contains?")]
    [InlineData("proc.name ~ x", 10, "operator")]
    [InlineData("(evt.type=open", 0, "never closed")]
    [InlineData("evt.type=open)", 13, "closes nothing")]
    [InlineData("evt.type in read", 12, "list in brackets")]
    [InlineData("evt.type in (read write)", 18, "',' or ')'")]
    [InlineData("evt.type in (read", 17, "',' or ')'")]
    [InlineData("proc.name='unclosed", 10, "never closed")]
    [InlineData("proc.name=a proc.pid=3", 12, "'and', 'or'")]
    [InlineData("proc.name=a and", 15, "field")]
    [InlineData("a.b=\"\\xzz\"", 5, "hexadecimal")]
    [InlineData("a.b=\"\\x\"", 5, "hexadecimal")]
    [InlineData("a.b=\"\\x1\"", 5, "hexadecimal")]
    [InlineData("a.b=\\x1", 4, "hexadecimal")]
    [InlineData("proc.env[x=1", 8, "']'")]
    [InlineData("tolower(proc.name=x", 17, "')'")]
    [InlineData("()", 1, "expected a field")]
    public void What_is_no_filter_is_refused_at_its_column(string text, int column, string said)
    {
        var e = Assert.Throws<FilterException>(() => FilterParser.Parse(text, FilterDialect.Older));
        Assert.Equal(column, e.Column);
        Assert.Contains(said, e.Reason);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("evt.type=", 9)]
    [InlineData("a.b in (x,)", 10)]
    [InlineData("a.b=\"mixed'", 4)]
    public void Newer_language_refuses_what_it_refused(string text, int column) =>
        Assert.Equal(column, Assert.Throws<FilterException>(() => FilterParser.Parse(text, FilterDialect.Newer)).Column);

    [Theory]
    [InlineData("a.b=x\\ or c.d=1", 5, "single")]
    [InlineData("evt.type==open", 8, "0.29.3 does not know '=='")]
    [InlineData("a.b=1 and c.d=2 or e.f=3", 16, "brackets")]
    [InlineData("a.b=1 or (c.d=2 and e.f=3 or g.h=4)", 26, "brackets")]
    public void Sysdig_0_29_refuses_more(string text, int column, string said)
    {
        var e = Assert.Throws<FilterException>(() => FilterParser.Parse(text, FilterDialect.Sysdig029));
        Assert.Equal(column, e.Column);
        Assert.Contains(said, e.Reason);
    }

    [Fact]
    public void To_sysdig_0_29_a_second_not_says_nothing() =>
        Assert.Equal("not a.b = \"1\"", FilterParser.Parse("not not a.b=1", FilterDialect.Sysdig029).ToString());

    [Theory]
    [InlineData("join(\"-\", (a.b, 'x', 3, tolower(c.d))) = x")]
    [InlineData("getopt(proc.args, 'nt:')[t] = x")]
    [InlineData("getopt(proc.args, 'nt:')[']'] = x")]
    [InlineData("join(',', ()) = x")]
    [InlineData("concat() = x")]
    public void Calls_read_back_as_they_were_written(string text)
    {
        var printed = FilterParser.Parse(text, FilterDialect.Older).ToString();
        Assert.Equal(printed, FilterParser.Parse(printed, FilterDialect.Newer).ToString());
        Assert.Equal(text.Count(c => c is '(' or '['), printed.Count(c => c is '(' or '['));
    }

    [Fact]
    public void Lists_without_end_are_refused_before_the_stack_ends() =>
        Assert.Throws<FilterException>(() => FilterParser.Parse("join(" + new string('(', 1_000_000), FilterDialect.Older));

    [Fact]
    public void Brackets_without_end_are_refused_before_the_stack_ends() =>
        Assert.Throws<FilterException>(() => FilterParser.Parse(new string('(', 1_000_000), FilterDialect.Older));
}
