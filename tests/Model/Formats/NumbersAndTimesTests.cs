using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model.Formats;

public sealed class NumbersAndTimesTests
{
    [Theory]
    [InlineData(ParamType.UInt32, PrintFormat.Dec, 4294967295, "4294967295")]
    [InlineData(ParamType.Int32, PrintFormat.Dec, 4294967295, "-1")]
    [InlineData(ParamType.Int64, PrintFormat.NotApplicable, -5, "-5")]
    [InlineData(ParamType.UInt32, PrintFormat.NotApplicable, 1, null)]
    [InlineData(ParamType.UInt64, PrintFormat.Hex, -1, "FFFFFFFFFFFFFFFF")]
    [InlineData(ParamType.UInt32, PrintFormat.Hex, 255, "255")]
    [InlineData(ParamType.UInt32, PrintFormat.Oct, 511, "777")]
    [InlineData(ParamType.RelTime, PrintFormat.PaddedDec10, 42, "000000042")]
    [InlineData(ParamType.Bool, PrintFormat.NotApplicable, 1, "true")]
    public void Numbers_are_printed_by_type_and_format(ParamType type, PrintFormat format, long number, string? text)
    {
        var to = new Utf8Writer();
        var value = new FieldValue { Type = type, Format = format, Number = number };
        Assert.Equal(text is not null, FieldText.Write(to, value, TextStyle.Plain, exitOnly: false));
        Assert.Equal(text ?? "", to.ToString());
    }

    [Theory]
    [InlineData(0.05, "0.1")]
    [InlineData(0.25, "0.2")]
    [InlineData(0.75, "0.8")]
    [InlineData(2.25, "2.2")]
    [InlineData(-0.25, "-0.2")]
    [InlineData(1234567.89, "1234567.9")]
    public void Doubles_have_one_digit_rounded_as_c_rounds(double number, string text)
    {
        var to = new Utf8Writer();
        FieldText.Write(to, new FieldValue { Type = ParamType.Double, Number = BitConverter.DoubleToInt64Bits(number) }, TextStyle.Plain, exitOnly: false);
        Assert.Equal(text, to.ToString());
    }

    [Theory]
    [InlineData(0.01, "0.01")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(123456789, "1.23457e+08")]
    [InlineData(3600, "3600")]
    public void Short_numbers_have_six_digits(double number, string text)
    {
        var to = new Utf8Writer();
        NumberText.WriteShort(to, number);
        Assert.Equal(text, to.ToString());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(8, "010")]
    [InlineData(420, "0644")]
    public void Octal_modes_begin_with_a_zero(ulong number, string text)
    {
        var to = new Utf8Writer();
        NumberText.Write(to, number, 32, signed: false, PrintFormat.Oct);
        Assert.Equal(text, to.ToString());
    }

    [Fact]
    public void Times_have_nine_digits_behind_the_second()
    {
        var to = new Utf8Writer();
        TimeText.WriteIso8601(to, 1_795_504_906_000_000_042);
        to.Write(' ');
        TimeText.WriteSeconds(to, 61_000_000_007);
        Assert.Equal("2026-11-24T07:21:46.000000042+0000 61.000000007", to.ToString());
    }

    [Fact]
    public void The_oddest_time_is_still_a_time()
    {
        var to = new Utf8Writer();
        TimeText.WriteDate(to, ulong.MaxValue);
        TimeText.WriteClock(to, ulong.MaxValue, nanoseconds: true);
        TimeText.WriteAbsolute(to, ulong.MaxValue);
        TimeText.WriteIso8601(to, 0);
        Assert.Contains("1970-01-01T00:00:00.000000000", to.ToString());
    }
}
