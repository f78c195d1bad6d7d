using CSysdig.Tests.Cli.Writing;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>What deeds.pl does, written live for sysdig 0.29.3: the real one reads from it what ours does.</summary>
public sealed class OlderLiveTests
{
    [SkippableTheory]
    [InlineData("t.scap")]
    [InlineData("t.scap.gz", "--pairs")]
    public void The_real_sysdig_reads_a_live_capture(string name, params string[] options)
    {
        LiveMachine.Need("perl");
        Skip.IfNot(RealSysdig.IsAvailable, "sysdig 0.29.3 is not installed: that it reads what is written for it was NOT tested");
        using var folder = new TemporaryFolder();
        var (old, place) = (folder.File(name), folder.File("place"));
        for (var time = 0; !Deeds.Record(old, place, ["--compat", "0.29", .. options], ["perl"]); time++)
            Assert.True(time < 3, "events are lost each time");
        OlderCommandTests.AssertReadAlike(old, "perl", "true");
        var told = System.Text.Encoding.Latin1.GetString(RealSysdig.Print(old, "-p", "*%evt.type %evt.dir %proc.name %fd.name %evt.args", "proc.name=perl or proc.pname=perl or proc.name=true"));
        foreach (var deed in s_deeds)
            Assert.Matches(deed, told);
    }

    /// <summary>Names, arguments, results, bytes and both ends.</summary>
    static readonly string[] s_deeds =
    [
        @"openat < perl \S*/place/first fd=\d+\(<f>\S*/place/first\) dirfd=-100\(AT_FDCWD\) name=first", @"write < perl \S*/first res=11 data=hello, file", @"read < perl \S*/first res=5 data=hello",
        @"openat < perl \S* fd=-2\(ENOENT\) dirfd=-100\(AT_FDCWD\) name=no-such-file", "rename < perl <NA> res=0 oldpath=first", "link < perl <NA> res=0 oldpath=second", "unlink < perl <NA> res=0 path=third",
        @"execve < true <NA> res=0 exe=/bin/true args=1\.2\.3\.", @"execve < perl <NA> res=-2\(ENOENT\)", "setuid > perl <NA> uid=65534", @"setuid < perl <NA> res=-1\(EPERM\)", @"mount < perl <NA> res=0 dev=nothing dir=mounted",
        @"kill > perl <NA> pid=\d+\S* sig=15\(SIGTERM\)", @"connect < perl \S+->127\.0\.0\.1:9 res=-111\(ECONNREFUSED\)", @"connect < perl 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+ res=0 tuple=127\.0\.0\.1:\d+->127\.0\.0\.1:\d+",
        @"accept < perl 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+ fd=", @"sendto < perl 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+ res=8 data=over tcp", @"recvfrom < perl 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+ res=8 data=over tcp",
        @"connect < perl \S+ res=0 tuple=127\.0\.0\.1:\d+->127\.0\.0\.1:\d+", @"sendto < perl \S+ res=6 data=mapped", @"sendto < perl ::1:\d+->::1:\d+ res=8 data=over six", @"sendto < perl \S+->127\.0\.0\.1:\d+ res=10 data=a datagram",
        @"connect < perl \S+->\S+ a\.sock res=0", @"connect < perl 0->0 no-such\.sock res=-2\(ENOENT\)", "sendto < perl .*a\\.sock res=9 data=over unix",
    ];
}
