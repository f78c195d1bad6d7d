using CSysdig.Capture.Remote;

namespace CSysdig.Tests.Capture.Remote;

/// <summary>What another machine tells of itself: two numbers, or nothing.</summary>
public sealed class MachinePulseTests
{
    [Theory]
    [InlineData(0, 0), InlineData(0.42, 3.1), InlineData(99_999.99, 999_999.9)]
    public void What_is_told_is_read(double load, double cost) => Assert.Equal(new MachinePulse(load, cost), MachinePulse.Parse(new MachinePulse(load, cost).Line));

    [Theory]
    [InlineData(""), InlineData("pulse"), InlineData("pulse 1.00"), InlineData("pulse 1.00 2.0 3"), InlineData("pulse -1.00 2.0"), InlineData("pulse 1e9 2.0"), InlineData("pulse NaN 2.0")]
    [InlineData("pulse 100000.00 2.0"), InlineData("pulse 1.00 1000000.0"), InlineData("a pulse 1.00 2.0"), InlineData("pulse 1.00 2.0\u001b[2J"), InlineData("pulse 1.00 2.0\n"), InlineData("pulse ١.00 2.0")]
    public void Anything_else_is_not(string line) => Assert.Null(MachinePulse.Parse(line));
}
