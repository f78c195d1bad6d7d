using CSysdig.Model.Fields;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;

namespace CSysdig.Views.Actions;

/// <summary>What a row's newest event says about the fields that commands need.</summary>
static class RowValues
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <param name="filter">The events of the row.</param>
    public static Dictionary<string, string> Find(CaptureHistory history, string filter, IEnumerable<ViewAction> actions)
    {
        using var run = RowRun.Start(history, new RowQuery(filter));
        run.Completion.Wait(Patience);
        var values = new Dictionary<string, string>();
        if (run.Count == 0)
            return values;
        var cursor = history.CreateCursor();
        var text = new Utf8Writer();
        foreach (var name in actions.SelectMany(ActionCommand.FieldsOf).Distinct())
        {
            if (!cursor.Load(run[run.Count - 1]))
                break;
            text.Clear();
            if (FieldText.Write(text, FieldCatalog.Bind(name), cursor.Event))
                values[name] = text.ToString();
        }
        return values;
    }
}
