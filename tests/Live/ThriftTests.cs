using CSysdig.Capture.Live;

namespace CSysdig.Tests.Live;

public sealed class ThriftTests
{
    [Fact]
    public void Above_the_bound_it_takes_less_and_after_ten_calm_seconds_more_again()
    {
        var level = 0;
        var thrift = new Ladder(10);
        Assert.Equal(0, level = thrift.Next(level, 10));
        Assert.Equal(1, level = thrift.Next(level, 10.1));
        Assert.Equal(2, level = thrift.Next(level, 50));
        Assert.Equal(2, level = thrift.Next(level, 50));
        for (var second = 0; second < 9; second++)
            Assert.Equal(2, level = thrift.Next(level, 4.9));
        Assert.Equal(1, level = thrift.Next(level, 4.9));
        // Between half and all of it nothing changes.
        for (var second = 0; second < 20; second++)
            Assert.Equal(1, level = thrift.Next(level, 5));
    }
}
