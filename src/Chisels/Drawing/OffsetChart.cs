using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Drawing;

/// <summary>At which moment of each second, or of another stretch of time, calls were made: repeating work shows as columns.</summary>
sealed class OffsetChart(ChiselSetup setup) : HeatMap(setup, "subsecoffset", "evt.dir=>", 1000)
{
    public static ChiselDefinition Definition { get; } = new("subsecoffset", "CPU Usage", "When within each second calls were made, drawn as a heat map",
        [RefreshTime], s => new OffsetChart(s));

    const int Marks = 10;
    const double NanosecondsPerMillisecond = 1e6;

    public override void Head(Utf8Writer to) => to.Write("Calls by their time within the interval; green: few, red: thousands a second\n\n"u8);

    protected override bool TryColumn(Event e, out double column)
    {
        column = Math.Floor(e.Timestamp % Interval.Nanoseconds / (double)Interval.Nanoseconds * Width);
        return true;
    }

    protected override int WriteMark(Utf8Writer to, int column)
    {
        var mark = column * Marks / Width;
        if (column > 0 && mark == (column - 1) * Marks / Width)
            return 0;
        var start = to.Length;
        to.Write('|');
        LuaNumber.Write(to, mark * (double)Interval.Nanoseconds / Marks / NanosecondsPerMillisecond);
        to.Write("ms"u8);
        if (column + to.Length - start <= Width)
            return to.Length - start;
        to.Truncate(start);
        return 0;
    }
}
