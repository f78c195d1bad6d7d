using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>The look that the user's colour rules give to an event: each that is drawn is asked.</summary>
sealed class EventColours
{
    readonly List<(Filter Filter, Style Look)> _rules = [];
    readonly HistoryCursor? _cursor;

    public EventColours(IScreenHost host, string view)
    {
        for (var i = 0; i < host.Settings.Colours.Count; i++)
        {
            if (host.Settings.Colours[i] is not { } rule || !rule.HoldsIn(view))
                continue;
            try
            {
                _rules.Add((Filter.Parse(rule.Filter, host.History.State), (Style)((int)Style.Colour + i)));
            }
            catch (Exception e) when (e is FilterException or FieldException)
            {
                // In the language of another age it was right.
                host.Say($"the colour rule {rule.Filter}: {e.Message}");
            }
        }
        if (_rules.Count > 0)
            _cursor = host.History.CreateCursor();
    }

    /// <summary>Gives a line the look of its event.</summary>
    /// <param name="row">The event's row of the history.</param>
    public void Paint(long row, Line line)
    {
        if (_cursor is null || !_cursor.Load(row))
            return;
        foreach (var (filter, look) in _rules)
            if (filter.Test(_cursor.Event))
            {
                line.Paint(look);
                return;
            }
    }
}
