using System.Runtime.CompilerServices;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// Whole answers of a history that is complete, so that going back or to a view seen before costs nothing. The newest are kept.
/// </summary>
sealed class AnsweredTables
{
    /// <summary>A history knows nothing of what is asked of it.</summary>
    static readonly ConditionalWeakTable<CaptureHistory, AnsweredTables> s_ofHistories = [];

    const int MostCells = 1 << 17;

    readonly LinkedList<(TableQuery Query, TableResult Answer)> _newestFirst = new();
    long _cells;
    int _asked;

    /// <summary>The answers of a history, kept as long as it is.</summary>
    public static AnsweredTables Of(CaptureHistory history) => s_ofHistories.GetOrAdd(history, _ => new AnsweredTables());

    /// <summary>The answer to a query, sorted as it says and the caller's own; null when it isn't known.</summary>
    public TableResult? Find(TableQuery query)
    {
        TableResult? answer = null;
        lock (_newestFirst)
            for (var node = _newestFirst.First; node is not null && answer is null; node = node.Next)
            {
                if (!node.Value.Query.HasAnswerOf(query))
                    continue;
                answer = node.Value.Answer;
                _newestFirst.Remove(node);
                _newestFirst.AddFirst(node);
            }
        answer = answer?.Copy();
        answer?.Sort(query.SortColumn, query.Ascending);
        return answer;
    }

    public void Add(TableQuery query, TableResult answer)
    {
        if (CellsOf(answer) > MostCells / 2)
            return;
        lock (_newestFirst)
        {
            _newestFirst.AddFirst((query, answer.Copy()));
            _cells += CellsOf(answer);
            while (_cells > MostCells)
            {
                _cells -= CellsOf(_newestFirst.Last!.Value.Answer);
                _newestFirst.RemoveLast();
            }
        }
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<(TableQuery Query, TableResult Answer)> All
    {
        get
        {
            lock (_newestFirst)
                return [.. _newestFirst];
        }
    }

    /// <summary>A question was asked; <see cref="Ended"/> tells when it is answered or given up.</summary>
    public void Asked()
    {
        lock (_newestFirst)
            _asked++;
    }

    public void Ended()
    {
        lock (_newestFirst)
        {
            _asked--;
            Monitor.PulseAll(_newestFirst);
        }
    }

    /// <summary>Waits a while for what was asked.</summary>
    public void Await(TimeSpan most)
    {
        lock (_newestFirst)
            if (_asked > 0)
                Monitor.Wait(_newestFirst, most);
    }

    static long CellsOf(TableResult answer) => answer.RowCount * (answer.Columns.Count + 1L) + 100;
}
