namespace CSysdig.Model.Queries;

/// <summary>A table question that is being answered elsewhere.</summary>
public interface ITableRun : IDisposable
{
    /// <summary>The newest answer; at first null. Each is a new object, sorted as the query says.</summary>
    TableResult? Result { get; }

    /// <summary>Why no further answer will come, where that is a fault of the program; else null.</summary>
    Exception? Fault { get; }
}
