using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Tests.Model.Filters;

/// <summary>Names, operators and values: what is accepted, and what is refused where and why.</summary>
public sealed class FilterBinderTests
{
    [Theory]
    [InlineData("proc.nam=cat", 0, "did you mean proc.name?")]
    [InlineData("evt.dir=> and proc.nosuchthing=1", 14, "no field")]
    [InlineData("evt.type=notanevent", 9, "no event type notanevent")]
    [InlineData("evt.type=oepnat", 9, "did you mean openat?")]
    [InlineData("evt.type in (read, wirte)", 19, "did you mean write?")]
    [InlineData("evt.type=", 9, "name of an event")]
    [InlineData("proc.pid contains 3", 9, "'contains' does not suit proc.pid")]
    [InlineData("fd.sip > 10.0.0.1", 7, "'>' does not suit fd.sip")]
    [InlineData("fd.num pmatch (3)", 7, "'pmatch' does not suit")]
    [InlineData("proc.name bcontains 41", 10, "'bcontains' does not suit")]
    [InlineData("evt.buffer icontains host", 11, "'icontains' does not suit")]
    [InlineData("evt.buffer bcontains 4g", 21, "hexadecimal")]
    [InlineData("evt.num=abc", 8, "expected a number")]
    [InlineData("evt.num=", 8, "compared with nothing")]
    [InlineData("evt.latency>1ms", 12, "expected a number")]
    [InlineData("evt.num in (1, x)", 15, "expected a number")]
    [InlineData("fd.port=abc", 8, "name of a service")]
    [InlineData("fd.port=65536", 8, "65535")]
    [InlineData("evt.failed=1", 11, "true or false")]
    [InlineData("fd.ip=999.1.1.1", 6, "IP address")]
    [InlineData("fd.ip=1.2.3", 6, "IP address")]
    [InlineData("fd.ip=10.0.0.01", 6, "IP address")]
    [InlineData("fd.sip=fe80::1%eth0", 7, "IP address")]
    [InlineData("fd.net=10.0.0.0/99", 7, "0 to 32")]
    [InlineData("fd.net=10.0.0.0", 7, "a network")]
    [InlineData("fd.net=fe80::/129", 7, "0 to 128")]
    [InlineData("proc.name regex \"a(\"", 16, "regular expression")]
    [InlineData("proc.name regex \"(a)\\\\1\"", 16, "regular expression")]
    [InlineData("thread.tid!=val(proc.name)", 12, "can't be compared")]
    [InlineData("proc.name=val(proc.aname)", 10, "can't be compared with another field")]
    [InlineData("tolower(fd.num)=3", 0, "does not suit fd.num")]
    [InlineData("tolower(proc.aname)=x", 0, "tolower() can't take proc.aname")]
    [InlineData("val(proc.name)=x", 0, "on the right of an operator")]
    [InlineData("evt.dir=> and tolower(val(proc.name))=x", 22, "on the right of an operator")]
    [InlineData("proc.name=val(3)", 10, "val() takes one field")]
    [InlineData("evt.arg[]=x", 0, "write evt.arg.fd")]
    [InlineData("evt.dir=> and proc.env[]=x", 14, "write proc.env[PATH], or proc.env alone")]
    [InlineData("proc.aname[]=x", 0, "write proc.aname[0]")]
    [InlineData("join(proc.name)=x", 0, "join() takes")]
    [InlineData("join(\"-\", proc.name)=x", 10, "join() takes a list here")]
    [InlineData("join(fd.num, (proc.name))=x", 5, "must be a text")]
    [InlineData("getopt(proc.args)=x", 0, "getopt() takes")]
    [InlineData("getopt(proc.name, \"n\")=x", 7, "getopt() takes a list here")]
    [InlineData("getopt(proc.args, \"n\")[nn]=x", 0, "the letter of one option")]
    [InlineData("tolower(proc.name)[t]=x", 0, "takes no brackets")]
    [InlineData("tolower((proc.name, \"x\"))=x", 8, "not a list")]
    [InlineData("concat((proc.name, \"x\"), \"y\")=x", 7, "texts only")]
    [InlineData("proc.name regex \"a)|(b\"", 16, "a ')' closes nothing")]
    [InlineData("proc.name regex \"[a\"", 16, "a '[' is never closed")]
    [InlineData("proc.name regex \"*a\"", 16, "nothing before it to repeat")]
    [InlineData("proc.name regex \"(?<=a)b\"", 16, "looks around")]
    [InlineData("evt.around[5]>3", 13, "'='")]
    [InlineData("evt.around[x]=3", 0, "nanoseconds")]
    public void What_means_nothing_is_refused_at_its_column(string text, int column, string said)
    {
        var e = Assert.Throws<FilterException>(() => Filter.Parse(text));
        Assert.Equal(column, e.Column);
        Assert.Contains(said, e.Reason);
        Assert.StartsWith($"the filter is wrong at column {column + 1}: ", e.Message);
    }

    [Fact]
    public void No_control_character_of_a_value_reaches_a_message() =>
        Assert.DoesNotContain(Assert.Throws<FilterException>(() => Filter.Parse("evt.num=\"\\x1b[2J\"")).Message, char.IsControl);

    [Theory]
    [InlineData("proc.name > 3")]
    [InlineData("evt.num=+5")]
    [InlineData("evt.num=0x10")]
    [InlineData("user.uid>-1")]
    [InlineData("thread.tid=-1")]
    [InlineData("fd.port in (80, 443)")]
    [InlineData("fd.net=fe80::")]
    [InlineData("fd.net=fe80::/10")]
    [InlineData("fd.ip=::ffff:10.0.0.1")]
    [InlineData("evt.type=rt_sigaction")]
    [InlineData("evt.type startswith pip")]
    [InlineData("evt.rawarg.res<0")]
    [InlineData("proc.fdusage>0.5")]
    [InlineData("evt.is_io!=true")]
    [InlineData("proc.name regex \"^(ba)?sh$\"")]
    [InlineData("len(proc.args)>=10 and b64(proc.args) contains x")]
    [InlineData("basename(proc.exepath) in (tar, id)")]
    [InlineData("concat(proc.name, \":\", proc.exe) startswith \"a:\"")]
    [InlineData("evt.arg.flags contains O_CREAT")]
    [InlineData("proc.aname[3] exists")]
    [InlineData("proc.name==sh or proc.name=bash and not not evt.num>3")]
    [InlineData("join(\":\", fd.types) contains x and len(join(\"\", (proc.name, evt.num))) > 3")]
    [InlineData("getopt(proc.args, proc.name) intersects (n) or getopt(proc.args, \"e:\")[e] contains x")]
    [InlineData("fd.name = val(proc.cwd) and fd.name = basename(proc.exepath)")]
    [InlineData("evt.type=<unknown> or evt.type=newselect or evt.type=sysdigevent")]
    public void What_any_age_of_sysdig_takes_is_taken(string text) =>
        Assert.NotNull(Filter.Parse(text));

    [Fact]
    public void Parts_of_one_kind_are_flat_and_the_cheap_ones_first()
    {
        var root = Filter.Parse("evt.args contains x and (fd.name contains /etc and evt.type=openat)").Root;
        Assert.Equal(FilterJoin.And, root.Join);
        Assert.Equal([FieldReads.Type, FieldReads.Fd, FieldReads.Event], root.Parts.Select(p => p.Reads));
    }

    [Theory]
    [InlineData("proc.name=a or not proc.exe contains b", FieldReads.Thread)]
    [InlineData("proc.name=a or fd.name=b", FieldReads.Thread | FieldReads.Fd)]
    [InlineData("proc.name=a and (evt.latency > 5 or evt.dir=<)", FieldReads.Thread | FieldReads.Type | FieldReads.Role | FieldReads.Latency)]
    [InlineData("evt.type in (read, write)", FieldReads.Type)]
    public void A_filter_tells_what_its_answer_depends_on(string text, FieldReads reads) =>
        Assert.Equal(reads, Filter.Parse(text).Root.Reads);
}
