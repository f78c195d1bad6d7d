using CSysdig.Model.ToolOrder;

namespace CSysdig.Tests.Model.ToolOrder;

public sealed class ScriptOrderTests
{
    // Keys as they were put into a table of LuaJIT 2.1, and as pairs() walked it.
    [Theory]
    [InlineData("6 0 1 9 4 8 2 3 5 7", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("0 2 1", "0 1 2")]
    [InlineData("8108 51993 6499 28977 6105", "51993 28977 8108 6105 6499")]
    [InlineData("26 9 34", "34 26 9")]
    [InlineData("2 0 1", "0 1 2")]
    [InlineData("29234 25578 31377 52518 29719 26203 67847 64589 46604 3798 3661 36623 61897 33970 25381 45125 58619 45812 47793 10556", "46604 61897 26203 3798 10556 29719 31377 29234 67847 25578 64589 36623 25381 45812 3661 47793 58619 52518 45125 33970")]
    [InlineData("7 0 9 5 2 8 4 1 3 6", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("170 44 202", "44 170 202")]
    [InlineData("526 924 1872 858 688 2175 2227 324", "324 924 526 2175 858 688 2227 1872")]
    [InlineData("48 8 27", "8 27 48")]
    [InlineData("76 274 263 292 253 167 45 142", "253 142 167 263 45 76 274 292")]
    public void Integer_keys_are_walked_as_in_a_table_of_LuaJIT(string inserted, string walked)
    {
        var keys = inserted.Split(' ').Select(int.Parse).ToArray();
        Assert.Equal(walked, string.Join(' ', ScriptOrder.Of(keys).Select(i => keys[i])));
    }

    [Fact]
    public void Negative_and_huge_keys_have_their_place_too()
    {
        int[] keys = [-1, int.MaxValue, int.MinValue, 0];
        Assert.Equal(keys.Order(), ScriptOrder.Of(keys).Select(i => keys[i]).Order());
    }
}
