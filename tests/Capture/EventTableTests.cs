using CSysdig.Capture.Events;

namespace CSysdig.Tests.Capture;

public sealed class EventTableTests
{
    [Fact]
    public void Codes_are_the_places_in_the_table_and_have_its_names()
    {
        Assert.Equal(Enum.GetValues<EventCode>(), EventTable.All.ToArray().Select(type => type.Code));
        for (var i = 0; i < EventTable.Count; i++)
        {
            var type = EventTable.All[i];
            Assert.Equal(i, (int)type.Code);
            Assert.Equal(type.Id.Replace("_", ""), $"{type.Code}".Replace("_", ""), ignoreCase: true);
            Assert.Equal(type.IsEnter ? 'E' : 'X', type.Id[^1]);
        }
    }

    [Fact]
    public void A_call_whose_parameters_are_taken_live_has_a_type_of_its_own()
    {
        var calls = Syscalls.X8664.Values.ToLookup(id => Syscalls.Name(id)!);
        foreach (var cells in EventTable.Lines("calls.tsv").Select(line => line.Split('\t')).Where(cells => cells[2].Length > 0))
            Assert.All(calls[cells[0]], id => Assert.NotEqual(EventCode.GenericX, Syscalls.ExitOf(id)));
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
