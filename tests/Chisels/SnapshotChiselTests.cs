using CSysdig.Model.Filters.Syntax;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

/// <summary>The chisels that print state; what is expected is what sysdig 0.29.3 prints of the sample.</summary>
public sealed class SnapshotChiselTests
{
    [Fact]
    public void Open_files_are_those_of_the_first_event() => Assert.Equal("""
        COMMAND             PID     TID     USER    FD      TYPE        NAME
        sshd                31999   31999   root    0       file        /dev/null
        sshd                31999   31999   root    1       file        /dev/null
        sshd                31999   31999   root    2       file        /dev/null
        sshd                31999   31999   root    3       ipv4        198.51.100.20:22

        """, ChiselText.Of("lsof"));

    [Fact]
    public void A_filter_on_events_moves_the_moment()
    {
        var lines = ChiselText.Of("lsof", filter: "evt.num>100000").Split('\n');
        Assert.Equal(47, lines.Length - 1);
        Assert.Contains("/usr/local/apac     32612   32612   root    3       ipv4        198.51.100.20:36868->203.0.113.9:6667", lines);
    }

    [Fact]
    public void A_filter_on_fds_leaves_out_those_it_turns_down() => Assert.Equal("""
        COMMAND             PID     TID     USER    FD      TYPE        NAME
        sshd                31999   31999   root    3       ipv4        198.51.100.20:22

        """, ChiselText.Of("lsof", arguments: "fd.type=ipv4"));

    [Fact]
    public void A_thread_without_a_matching_fd_is_not_listed() =>
        Assert.Equal("TID     PID     USER        VIRT       RES        FDLIMIT   CMD                 \n", ChiselText.Of("ps", arguments: "fd.type=ipv6"));

    [Fact]
    public void Listening_ports_have_no_client() => Assert.Equal("""
        Proto Server Address           Client Address           State          TID/PID/Program Name
        tcp   198.51.100.20:22         0.0.0.0:*                LISTEN         31999/31999/sshd

        """, ChiselText.Of("netstat"));

    [Fact]
    public void A_bracket_of_the_user_closes_none_of_ours() =>
        Assert.Throws<FilterException>(() => ChiselText.Of("netstat", arguments: "fd.type=file) or (fd.type=pipe"));

    [Fact]
    public void Without_an_event_it_says_so() =>
        Assert.Equal("empty capture or no event matching the filter\n", ChiselText.Of("ps", filter: "evt.num<0"));
}
