using CSysdig.Model.History;
using CSysdig.Model.Queries;

namespace CSysdig.Views.Prompts;

/// <summary>Counts the rows that histories have for a question, one history after the other, as somebody looks.</summary>
sealed class CountRun(IReadOnlyList<CaptureHistory> histories, RowQuery query) : IDisposable
{
    RowRun _run = RowRun.Start(histories[0], query);
    int _at;
    long _before;

    public bool IsComplete => _at == histories.Count - 1 && _run.Completion.IsCompleted;

    public long Count
    {
        get
        {
            if (_run.Completion.IsCompleted && _at + 1 < histories.Count)
            {
                _before += _run.Count;
                _run.Dispose();
                _run = RowRun.Start(histories[++_at], query);
            }
            return _before + _run.Count;
        }
    }

    public void Dispose() => _run.Dispose();
}
