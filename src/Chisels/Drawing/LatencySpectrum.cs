using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Drawing;

/// <summary>How long calls took: a line twice a second, latencies from 1 ns to 100 s on a logarithmic axis.</summary>
sealed class LatencySpectrum(ChiselSetup setup) : HeatMap(setup, "spectrogram", "evt.dir=<", 500)
{
    public static ChiselDefinition Definition { get; } = new("spectrogram", "CPU Usage", "Latencies of calls as they change, drawn as a heat map",
        [RefreshTime], s => new LatencySpectrum(s));

    /// <summary>Powers of ten on the axis.</summary>
    const int Decades = 11;

    readonly ShownField _latency = new("evt.latency", setup);

    public override void End(Utf8Writer to)
    {
        WriteLine(to);
        base.End(to);
    }

    protected override bool TryColumn(Event e, out double column)
    {
        var isThere = _latency.TryNumber(e, out var latency) && latency > 0;
        column = isThere ? Math.Floor(Math.Log10(latency) * Width / Decades) : 0;
        return isThere;
    }

    protected override int WriteMark(Utf8Writer to, int column)
    {
        var power = column * Decades / Width;
        if (column > 0 && power == (column - 1) * Decades / Width)
            return 0;
        var start = to.Length;
        to.Write('|');
        Amounts.WriteTime(to, Math.Pow(10, power));
        to.Truncate(start + Width - column);
        return to.Length - start;
    }
}
