using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.4, "0.4")]
    [InlineData(812, "812")]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1.0K")]
    [InlineData(1_234, "1.2K")]
    [InlineData(317_440, "310K")]
    [InlineData(1_048_500, "1.0M")]
    [InlineData(13_736_345, "13.1M")]
    [InlineData(double.NaN, "0")]
    public void Bytes_come_in_units_of_1024(double value, string text) => Assert.Equal(text, Units.Bytes(value));

    [Theory]
    [InlineData(67, "67")]
    [InlineData(31_200, "31,200")]
    [InlineData(0.333, "0.33")]
    [InlineData(1_240_000, "1.2M")]
    [InlineData(123_456, "123k")]
    public void Counts_are_written_in_full_while_they_fit(double value, string text) => Assert.Equal(text, Units.Count(value));

    [Theory]
    [InlineData(512, "512ns")]
    [InlineData(4_200, "4.2us")]
    [InlineData(130_000_000, "130ms")]
    [InlineData(2_100_000_000, "2.10s")]
    [InlineData(200e9, "3m20s")]
    [InlineData(7_500e9, "2h05m")]
    public void Durations_have_two_or_three_digits_and_a_unit(double value, string text) => Assert.Equal(text, Units.Duration(value));

    [Fact]
    public void No_number_is_wider_than_a_column()
    {
        for (var value = 0.001; value < 1e18; value *= 1.07)
        {
            Assert.InRange(Units.Bytes(value).Length, 1, Units.Width);
            Assert.InRange(Units.Count(value).Length, 1, Units.Width);
            Assert.InRange(Units.Duration(value).Length, 1, Units.Width + 3);
        }
    }
}
