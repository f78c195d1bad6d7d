using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Prompts;

/// <summary>The values that a field has in a selection, the frequent ones first, for a filter being typed.</summary>
sealed class ValueWords(IScreenHost host, string selection)
{
    const int Most = 12, Longest = 80;

    string _field = "";
    ITableRun? _run;
    List<string> _values = [];
    TableResult? _seen;

    /// <summary>Values that begin with a text, as a filter writes them; none while they are still being counted.</summary>
    public IReadOnlyList<string> Beginning(string field, string text)
    {
        if (field != _field)
            Start(field);
        if (_run?.Result is { } result && result != _seen)
            Take(result);
        var wanted = text.TrimStart('"', '\'');
        return [.. _values.Where(v => v.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && v.Length > wanted.Length).Take(Most).Select(Quote)];
    }

    public void Stop()
    {
        _run?.Dispose();
        _run = null;
        _field = "";
        _values = [];
    }

    void Start(string field)
    {
        Stop();
        _field = field;
        try
        {
            var view = GroupedView.By(field);
            var query = view.ToTableQuery(Selection.Combine(selection, view.Filter));
            _run = host.Fleet is { } fleet ? FleetTable.Start(fleet, query) : TableRun.Start(host.History, query);
        }
        catch (Exception e) when (e is FieldException or FilterException)
        {
            _values = [];
        }
    }

    void Take(TableResult result)
    {
        _seen = result;
        result.Sort(0, ascending: false);
        _values = [.. Enumerable.Range(0, Math.Min(result.RowCount, 1000)).Select(result.KeyText)
            .Where(key => key.Length is > 0 and <= Longest).Distinct()];
    }

    // What the filter language would end a bare word at stands in quotes.
    static string Quote(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-' or ':' or '+' or '@') ? value
            : FieldCheck.Quote(value);
}
