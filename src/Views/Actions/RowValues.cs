using CSysdig.Model.Fields;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;

namespace CSysdig.Views.Actions;

/// <summary>What a row's newest event says about the fields that commands need, as soon as those that there are were looked through.</summary>
sealed class RowValues : IDisposable
{
    readonly CaptureHistory _history;
    readonly RowRun _run;
    readonly string[] _fields;
    readonly Dictionary<string, string> _values = [];
    bool _isComplete;

    /// <param name="filter">The events of the row.</param>
    public RowValues(CaptureHistory history, string filter, IEnumerable<ViewAction> actions)
    {
        _history = history;
        _run = RowRun.Start(history, new RowQuery(filter));
        _fields = [.. actions.SelectMany(ActionCommand.FieldsOf).Distinct()];
    }

    /// <summary>Of a field; null when the row has none.</summary>
    public string? Of(string field) => _values.GetValueOrDefault(field);

    /// <summary>Sees whether the values are known; true once, when they have just become so.</summary>
    public bool Look()
    {
        if (_isComplete || !_run.HasAskedWhatWasThere)
            return false;
        _isComplete = true;
        if (_run.Count > 0)
            Read(_run[_run.Count - 1]);
        _run.Dispose();
        return true;
    }

    public void Dispose() => _run.Dispose();

    void Read(long row)
    {
        var cursor = _history.CreateCursor();
        var text = new Utf8Writer();
        foreach (var name in _fields)
        {
            if (!cursor.Load(row))
                break;
            text.Clear();
            if (FieldText.Write(text, FieldCatalog.Bind(name), cursor.Event))
                _values[name] = text.ToString();
        }
    }
}
