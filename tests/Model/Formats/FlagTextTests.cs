using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model.Formats;

public sealed class FlagTextTests
{
    [Theory]
    [InlineData("file_flags", 0, "O_NONE", "O_NONE")]
    [InlineData("file_flags", 3, "O_RDWR", "O_RDWR")]
    [InlineData("file_flags", 4097, "O_RDONLY|O_CLOEXEC", "O_RDONLY|O_CLOEXEC")]
    [InlineData("file_flags", 1 << 30, "", "")]
    [InlineData("socket_families", 16, "AF_ROUTE", "AF_ROUTE")]
    public void Bits_are_named_in_the_order_of_their_table(string table, uint value, string until, string bits)
    {
        var flags = EventTable.Flags(table);
        Assert.Equal(until, Write(to => FlagText.WriteUntilExact(to, flags, value)));
        Assert.Equal(bits, Write(to => FlagText.WriteBits(to, flags, value)));
    }

    [Fact]
    public void A_value_with_two_names_has_both_in_newer_captures()
    {
        var families = EventTable.Flags("socket_families");
        Assert.Equal("AF_LOCAL|AF_UNIX", Write(to => FlagText.WriteEqual(to, families, 1)));
        Assert.Equal("AF_LOCAL", Write(to => FlagText.WriteUntilExact(to, families, 1)));
    }

    [Fact]
    public void An_older_capture_has_no_names_that_came_later()
    {
        var index = EventTable.Get(EventCode.SyscallOpenat_2X).IndexOf("flags");
        const uint created = 16384 | 1;
        Assert.Equal("O_RDONLY", Write(to => FlagText.WriteUntilExact(to, Dialect.Pairs.Params(EventCode.SyscallOpenat_2X)[index].Flags!, created)));
        Assert.Equal("O_RDONLY|O_F_CREATED", Write(to => FlagText.WriteBits(to, Dialect.ExitOnly.Params(EventCode.SyscallOpenat_2X)[index].Flags!, created)));
    }

    [Fact]
    public void An_older_capture_shows_no_parameters_that_came_later()
    {
        Assert.Equal(["res", "data"], Dialect.Pairs.Params(EventCode.SyscallReadX).Select(p => p.Name));
        Assert.Equal(["res", "data", "fd", "size"], Dialect.ExitOnly.Params(EventCode.SyscallReadX).Select(p => p.Name));
    }

    static string Write(Action<Utf8Writer> write)
    {
        var to = new Utf8Writer();
        write(to);
        return to.ToString();
    }
}
