using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;

namespace CSysdig.Views.Overview;

/// <summary>Metrics that stand below the timeline, a line each on its columns, whatever screen is shown. They are of the whole capture.</summary>
sealed class Overlays(CaptureHistory history, Func<StoryRun> story) : IDisposable
{
    /// <summary>So many at once: a colour each.</summary>
    public const int Most = 3;

    const int LongestName = 22;
    static readonly Style[] s_styles = [Style.Overlay1, Style.Overlay2, Style.Overlay3];

    /// <summary>The metric of each colour, or -1.</summary>
    readonly int[] _laid = [-1, -1, -1];
    readonly SlicedNumbers?[] _sliced = new SlicedNumbers?[s_styles.Length];
    readonly (object Version, TimeAxis Axis, long[] Counts)[] _counted = new (object, TimeAxis, long[])[s_styles.Length];
    OverviewNumbers? _whole;

    /// <summary>What the metrics say of everything; counted from when it is first asked for.</summary>
    public OverviewNumbers Whole => _whole ??= new OverviewNumbers(history, story(), new Selection());

    /// <summary>How many lines there are.</summary>
    public int Lines => _laid.Count(metric => metric >= 0);

    /// <summary>Room that names want beside the columns.</summary>
    public int NameWidth => _laid.Where(metric => metric >= 0).Select(metric => Math.Min(LongestName, Metrics.All[metric].Name.Length)).DefaultIfEmpty().Max();

    /// <summary>The colour in which a metric is laid below the timeline; null where it isn't.</summary>
    public Style? StyleOf(int metric) => Array.IndexOf(_laid, metric) is >= 0 and var at ? s_styles[at] : null;

    /// <summary>Lays a metric below the timeline or takes it away; false when no colour is left.</summary>
    public bool Toggle(int metric)
    {
        var at = Array.IndexOf(_laid, metric);
        if (at >= 0)
        {
            _laid[at] = -1;
            return true;
        }
        at = Array.IndexOf(_laid, -1);
        if (at < 0)
            return false;
        _laid[at] = metric;
        (_sliced[at], _counted[at]) = (new SlicedNumbers(history, Whole, metric), default);
        return true;
    }

    /// <summary>There is news for one of the lines.</summary>
    public bool HasNews => Lines > 0 && _laid.Where((metric, at) => metric >= 0 && !Equals(_counted[at].Version, Whole.Version)).Any();

    /// <param name="line">From 0 on, in the order of colours.</param>
    /// <param name="left">Where the columns begin.</param>
    public void Compose(int line, Line into, TimeAxis axis, int left)
    {
        var at = Enumerable.Range(0, _laid.Length).Where(i => _laid[i] >= 0).ElementAt(line);
        ref var counted = ref _counted[at];
        if (axis.Width > 0 && (counted.Axis != axis || !Equals(counted.Version, Whole.Version)))
            counted = (Whole.Version, axis, _sliced[at]!.By(axis)[0]);
        into.Unbox(left);
        Sparkline.Write(into, counted.Counts ?? [], s_styles[at], s_styles[at]);
        into.Unbox(left + axis.Width + 1);
        into.Write(Metrics.All[_laid[at]].Name, s_styles[at]);
    }

    public void Dispose() => _whole?.Dispose();
}
