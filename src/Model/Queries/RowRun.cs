using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>The events that answer a <see cref="RowQuery"/>, found on threads of its own and in the capture's order.</summary>
public sealed class RowRun : IDisposable
{
    RowRun() { }

    /// <summary>Starts to look.</summary>
    /// <exception cref="Filters.FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static RowRun Start(CaptureHistory history, RowQuery query) => throw new NotImplementedException();

    /// <summary>How many rows have been found; only grows.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>The history's row of the event found at a place.</summary>
    public int this[int index] => throw new NotImplementedException();

    /// <summary>Rows of history asked so far.</summary>
    public int RowsAsked => throw new NotImplementedException();

    /// <summary>Called on a thread of the run when there are more, and once at the end.</summary>
    public event Action? Refreshed { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <summary>Completes when the whole capture was asked; is cancelled by <see cref="Dispose"/>.</summary>
    public Task Completion => throw new NotImplementedException();

    /// <summary>Stops; returns at once.</summary>
    public void Dispose() { }
}
