using CSysdig.Model.Queries;
using CSysdig.Views.Hosting;
using CSysdig.Views.Layout;

namespace CSysdig.Views.Screens;

/// <summary>Found events as a screen shows them, a line each: as many as it has seen, from the oldest that is held.</summary>
sealed class ShownRows(IScreenHost host, ListPosition position)
{
    bool _waited;

    public int Count { get; private set; }

    /// <summary>Looks for more, and gives up those that are gone; true when lines are others than before.</summary>
    /// <param name="waits">None is there yet, and some may be.</param>
    public bool Look(RowRun? rows, bool waits)
    {
        // That there is nothing is news too.
        if (_waited != waits)
        {
            _waited = waits;
            host.Redraw();
        }
        if (rows is null)
            return false;
        var (before, gone) = (Count, rows.Settle());
        position.Lose(gone);
        Count = Math.Max(0, Count - gone);
        if (!host.Paused || Count == 0)
            Count = rows.Count;
        if (Count == before && gone == 0)
            return false;
        position.Fit(Count, position.Height);
        return true;
    }
}
