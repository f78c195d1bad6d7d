using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// A table question that is being answered on threads of its own. While the capture loads, the answer follows it;
/// nothing is asked twice.
/// </summary>
public sealed class TableRun : IDisposable
{
    TableRun() { }

    /// <summary>Starts to answer.</summary>
    /// <exception cref="Filters.FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static TableRun Start(CaptureHistory history, TableQuery query) => throw new NotImplementedException();

    /// <summary>Answers over everything that will be loaded, and waits for it.</summary>
    public static TableResult Answer(CaptureHistory history, TableQuery query, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>The newest answer; at first null. Each is a new object, sorted as the query says.</summary>
    public TableResult? Result => throw new NotImplementedException();

    /// <summary>Rows of history asked so far.</summary>
    public int RowsAsked => throw new NotImplementedException();

    /// <summary>Called on a thread of the run when <see cref="Result"/> is new.</summary>
    public event Action? Refreshed { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <summary>Completes with the whole capture's answer; is cancelled by <see cref="Dispose"/>.</summary>
    public Task<TableResult> Completion => throw new NotImplementedException();

    /// <summary>Stops; returns at once.</summary>
    public void Dispose() { }
}
