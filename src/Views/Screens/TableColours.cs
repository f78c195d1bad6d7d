using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>
/// Which rows of a table the user's colour rules are about: for each rule that holds there the table's own question is asked beside it, with the rule's filter besides; its
/// keys are the coloured rows. They are made a set once an answer; rows ask without allocating.
/// </summary>
sealed class TableColours : IDisposable
{
    readonly List<Rule> _rules = [];

    /// <param name="start">Asks a question as the table's own is asked.</param>
    public TableColours(IScreenHost host, ViewDefinition view, Selection selection, Func<TableQuery, ITableRun> start)
    {
        for (var i = 0; i < host.Settings.Colours.Count; i++)
        {
            if (host.Settings.Colours[i] is not { } rule || !rule.HoldsIn(view.Id))
                continue;
            try
            {
                var query = view.ToTableQuery(Selection.Combine(selection.FilterFor(view), rule.Filter), selection.Depth);
                _rules.Add(new Rule(start(query with { Columns = [new QueryColumn("evt.count", Aggregation.Sum)], SortColumn = 0, UseDefaults = true }), (Style)((int)Style.Colour + i)));
            }
            catch (Exception e) when (e is FilterException or FieldException)
            {
                // In the language of another age it was right.
                host.Say($"the colour rule {rule.Filter}: {e.Message}");
            }
        }
    }

    /// <summary>Takes newer answers; true where there are some.</summary>
    public bool Take()
    {
        var isNew = false;
        foreach (var rule in _rules)
            isNew |= rule.Take();
        return isNew;
    }

    /// <summary>The look of a row; null for that of all others.</summary>
    public Style? Of(TableResult table, int row)
    {
        foreach (var rule in _rules)
            if (rule.Has(table, row))
                return rule.Look;
        return null;
    }

    public void Dispose()
    {
        foreach (var rule in _rules)
            rule.Run.Dispose();
    }

    sealed class Rule(ITableRun run, Style look)
    {
        readonly HashSet<long> _numbers = [];
        readonly HashSet<byte[]> _texts = new(ByteKey.Comparer);
        TableResult? _result;

        public ITableRun Run => run;

        public Style Look => look;

        public bool Take()
        {
            if (run.Result is not { } newest || newest == _result)
                return false;
            _result = newest;
            _numbers.Clear();
            _texts.Clear();
            for (var row = 0; row < newest.RowCount; row++)
                if (newest.HasNumberKey)
                    _numbers.Add(newest.KeyNumber(row));
                else
                    _texts.Add(newest.KeyBytes(row).ToArray());
            return true;
        }

        public bool Has(TableResult table, int row) => table.HasNumberKey ? _numbers.Contains(table.KeyNumber(row))
            : _texts.Count > 0 && _texts.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(table.KeyBytes(row));
    }
}
