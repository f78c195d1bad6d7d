using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Drawing;

/// <summary>A chart in the terminal that grows by a line each interval, with an axis below it that moves down.</summary>
abstract class HeatMap : IChisel
{
    /// <summary>Wider than any terminal; a claim beyond it is not believed.</summary>
    const int MostColumns = 1000;

    readonly string _ownFilter;
    readonly bool _colours;
    readonly HeatLine _line;
    Filter _filter = null!;
    bool _hasAxis;

    /// <param name="milliseconds">Between two lines, when the user says nothing else.</param>
    /// <exception cref="ChiselException">There is no terminal, or the argument is no number of milliseconds.</exception>
    protected HeatMap(ChiselSetup setup, string name, string filter, double milliseconds)
    {
        if (!setup.Terminal)
            throw new ChiselException($"{name} draws in a terminal, and the output is none");
        if (setup.Arguments.Count > 0)
            milliseconds = NumberArgument.Read(setup, 0, "refresh_time");
        if (!(milliseconds >= 1 && milliseconds <= 1e9))
            throw new ChiselException($"refresh_time must be between 1 and 1000000000 milliseconds, not '{setup.Arguments[0]}'");
        _ownFilter = filter;
        _colours = setup.Colours;
        Width = Math.Clamp(setup.Width, 1, MostColumns);
        Interval = new ChiselInterval((ulong)(milliseconds * 1e6));
        _line = new HeatLine(Width, 1000 / milliseconds, setup.Colours);
    }

    protected static ChiselArgument RefreshTime { get; } = new("refresh_time", "int", true, "milliseconds between two lines of the chart");

    public ChiselInterval Interval { get; }

    protected int Width { get; }

    public void Begin(EventStream stream) => _filter = Filter.Parse(_ownFilter, stream.State);

    public virtual void Head(Utf8Writer to)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (_filter.Test(e) && TryColumn(e, out var column))
            _line.Add(column);
    }

    public void Tick(ulong time, ulong passed, Utf8Writer to) => WriteLine(to);

    public virtual void End(Utf8Writer to)
    {
        if (_colours)
            to.Write("\e[0m"u8);
        to.Write('\n');
    }

    /// <summary>Where an event belongs, from 0 to the width; false for one that does not count.</summary>
    protected abstract bool TryColumn(Event e, out double column);

    /// <summary>Writes a mark if one begins at a column.</summary>
    /// <returns>Columns taken, 0 for none.</returns>
    protected abstract int WriteMark(Utf8Writer to, int column);

    protected void WriteLine(Utf8Writer to)
    {
        if (_hasAxis)
            to.Write("\e[1F"u8);
        _hasAxis = true;
        _line.Write(to);
        to.Write('\n');
        for (var x = 0; x < Width;)
        {
            var taken = WriteMark(to, x);
            if (taken == 0)
                to.Write(' ');
            x += Math.Max(1, taken);
        }
        to.Write('\n');
    }
}
