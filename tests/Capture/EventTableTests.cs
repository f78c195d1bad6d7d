using CSysdig.Capture.Events;

namespace CSysdig.Tests.Capture;

public sealed class EventTableTests
{
    [Fact]
    public void Codes_are_the_places_in_the_table()
    {
        Assert.Equal(454, EventTable.Count);
        for (var i = 0; i < EventTable.Count; i++)
            Assert.Equal(i, (int)EventTable.All[i].Code);
    }

    [Fact]
    public void Openat_knows_its_parameters_and_flag_names()
    {
        var openat = EventTable.Get(EventCode.SyscallOpenat_2X);
        Assert.Equal("openat", openat.Name);
        Assert.Equal(ParamType.FsRelPath, openat.Params[openat.IndexOf("name")].Type);
        Assert.Contains(openat.Params[openat.IndexOf("flags")].Flags!.Values, f => f is { Name: "O_CREAT", Value: 4 });
        Assert.True(openat.Has(EventFlags.CreatesFd));
    }
}
