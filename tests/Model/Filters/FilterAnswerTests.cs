using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Filters;

/// <summary>Every operator on the honeypot capture; the counts are those of sysdig 0.29.3, and so is the state.</summary>
public sealed class FilterAnswerTests
{
    [Theory]
    [InlineData("evt.type=execve", 378)]
    [InlineData("evt.type!=read and evt.type!=write and evt.dir=<", 64236)]
    [InlineData("evt.type in (unlink, unlinkat, rename, renameat)", 120)]
    [InlineData("evt.type=rt_sigaction and evt.dir=>", 4924)]
    [InlineData("evt.type.is.6=1", 4828)]
    [InlineData("fd.num>=0 and fd.num<=2 and evt.dir=>", 3281)]
    [InlineData("fd.num in (3, 255)", 10416)]
    [InlineData("fd.port=6667", 44)]
    [InlineData("fd.port!=22", 41153)]
    [InlineData("fd.port>1023", 42863)]
    [InlineData("fd.ip=203.0.113.9", 44)]
    [InlineData("fd.ip!=203.0.113.150", 1992)]
    [InlineData("fd.cip in (203.0.113.66, 198.51.100.31)", 1739)]
    [InlineData("fd.net=203.0.113.0/24", 42365)]
    [InlineData("fd.net!=203.0.113.0/24", 597)]
    [InlineData("fd.snet=198.51.100.0/24", 1818)]
    [InlineData("fd.name startswith /etc and fd.name endswith .conf", 254)]
    [InlineData("fd.name glob \"/etc/*[.-]c*\"", 800)]
    [InlineData("fd.name pmatch (/etc/pam.d, /usr/sbin/.shm)", 1950)]
    [InlineData("fd.typechar='u'", 2326)]
    [InlineData("proc.name icontains PERL", 837)]
    [InlineData("proc.name>=w", 2115)]
    [InlineData("proc.name in (wget, perl, touch)", 3816)]
    [InlineData("not proc.name in (sshd, bash, perl, rm, chattr, touch)", 74672)]
    [InlineData("proc.aname=bash and evt.type=execve", 328)]
    [InlineData("proc.aname!=bash and evt.type=execve", 378)]
    [InlineData("not proc.aname=bash and evt.type=execve", 50)]
    [InlineData("proc.apid=32505 and evt.type=execve", 284)]
    [InlineData("proc.aname[2] exists and evt.type=execve", 364)]
    [InlineData("not fd.num exists and evt.dir=< and evt.num<2000", 632)]
    [InlineData("evt.rawres<-1", 1207)]
    [InlineData("evt.rawarg.res>1000000", 4700)]
    [InlineData("evt.failed=true", 1243)]
    [InlineData("evt.buffer contains \"PRIVMSG\"", 9)]
    [InlineData("evt.buffer contains \"\\x7fELF\"", 900)]
    [InlineData("evt.buffer startswith \"\\x7fELF\" or evt.buffer endswith \"\\x0d\\x0a\"", 1001)]
    [InlineData("evt.deltatime>100000000", 173)]
    [InlineData("evt.around[1795504930000000000]=500", 1564)]
    [InlineData("user.uid!=0", 27431)]
    [InlineData("(evt.type=sendto or evt.type=connect) and not (fd.sip=203.0.113.150 or fd.type=unix)", 204)]
    [InlineData("evt.type=openat and fd.name contains /etc", 604)]
    public void As_many_events_pass_as_in_sysdig(string text, int count) => Assert.Equal(count, Count(text, compat: true));

    [Theory]
    [InlineData("evt.type contains exec", "evt.type=execve or evt.type=execveat")]
    [InlineData("evt.buffer bcontains 7f454c46", "evt.buffer contains \"\\x7fELF\"")]
    [InlineData("proc.name regex \"(wget|perl|touch)\"", "proc.name in (wget, perl, touch)")]
    [InlineData("toupper(proc.name) = TOUCH", "proc.name=touch")]
    [InlineData("basename(fd.name) = passwd", "fd.filename=passwd")]
    [InlineData("len(proc.name) < 3", "proc.name glob \"?\" or proc.name glob \"??\"")]
    [InlineData("proc.name = anyof (wget, perl)", "proc.name in (wget, perl)")]
    [InlineData("proc.name != allof (wget, perl)", "not proc.name in (wget, perl)")]
    [InlineData("fd.name contains allof (/etc, pam)", "fd.name contains /etc and fd.name contains pam")]
    [InlineData("fd.name contains oneof (/etc, pam)", "(fd.name contains /etc and not fd.name contains pam) or (fd.name contains pam and not fd.name contains /etc)")]
    [InlineData("proc.name = val(proc.pname)", "proc.name exists and not proc.name != val(proc.pname) and proc.pname exists")]
    [InlineData("evt.type intersects (execve, kill)", "evt.type in (execve, kill)")]
    [InlineData("join(\"-\", (proc.name, proc.pid, \"x\")) = \"perl-32602-x\"", "proc.name=perl and proc.pid=32602")]
    [InlineData("proc.name=touch and getopt(proc.args, \"acmr:\")[r] exists", "proc.name=touch and proc.args contains \"-acmr \"")]
    [InlineData("proc.name=touch and getopt(proc.args, \"acmr:\") intersects (m)", "proc.name=touch and proc.args contains \"-acmr \"")]
    [InlineData("fd.name pmatch (/etc/p*m.d, /usr/?bin/.shm)", "fd.name startswith /etc/pam.d or fd.name startswith /usr/sbin/.shm")]
    [InlineData("evt.type==execve or evt.type=kill and evt.dir=<", "evt.type=execve or (evt.type=kill and evt.dir=<)")]
    [InlineData("concat(proc.name, \"/\", proc.name) = \"perl/perl\"", "proc.name=perl")]
    public void What_newer_versions_added_says_the_same_as_older_words(string newer, string older)
    {
        var expected = Count(older);
        Assert.NotEqual(0, expected);
        Assert.Equal(expected, Count(newer));
    }

    static int Count(string text, bool compat = false)
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"), new StreamOptions { Compat = compat });
        stream.Filter = Filter.Parse(text, stream.State).Test;
        var count = 0;
        while (stream.Next())
            if ((stream.Current.Raw.Info.Category & CSysdig.Capture.Events.EventCategory.Internal) == 0)
                count++;
        return count;
    }
}
