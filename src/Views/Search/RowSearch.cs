using System.Diagnostics;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Search;

/// <summary>
/// Looks for a pattern in the rows of a screen, a slice at a time on the screen's own thread, so that a million rows never
/// hold up a key. Starts at a row and goes once around.
/// </summary>
sealed class RowSearch(Screen screen, SearchPattern wanted, int origin)
{
    readonly List<int> _hits = [];
    readonly int _count = screen.Count;
    int _looked;

    public int Hits => _hits.Count;
    public bool IsComplete => _looked >= _count;

    /// <summary>How much has been looked at, from 0 to 1.</summary>
    public double Fraction => _count == 0 ? 1 : (double)_looked / _count;

    /// <summary>Looks on for some time. True when something was found or the end was reached.</summary>
    public bool Step(TimeSpan budget)
    {
        var before = _hits.Count;
        var started = Stopwatch.GetTimestamp();
        var count = Math.Min(_count, screen.Count);
        while (_looked < _count)
        {
            var row = (int)(((long)origin + _looked++) % _count);
            if (row < count && wanted.IsIn(screen.RowText(row)))
                _hits.Add(row);
            if ((_looked & 15) == 0 && Stopwatch.GetElapsedTime(started) > budget)
                break;
        }
        return _hits.Count != before || IsComplete;
    }

    /// <summary>The nearest hit in a direction from a row, or -1 when none is known there yet.</summary>
    public int From(int row, bool forward, bool inclusive)
    {
        var best = -1;
        long bestDistance = long.MaxValue;
        foreach (var hit in _hits)
        {
            long distance = forward ? hit - row : row - hit;
            if (distance < 0 || distance == 0 && !inclusive)
                distance += _count;
            if (distance < bestDistance)
                (best, bestDistance) = (hit, distance);
        }
        return best;
    }
}
