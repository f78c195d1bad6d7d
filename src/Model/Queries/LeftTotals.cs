using System.Runtime.CompilerServices;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>What rows from one on, and before the next part's, have in the columns of a table that add up.</summary>
/// <param name="Since">When the first of them was.</param>
sealed record TotalsPart(long From, ulong Since, RowSums Sums);

/// <summary>
/// What was added up for the totals of tables that are left: whoever opens one again looks only through what came since. The newest are kept.
/// </summary>
sealed class LeftTotals
{
    /// <summary>A history knows nothing of what is asked of it.</summary>
    static readonly ConditionalWeakTable<CaptureHistory, LeftTotals> s_ofHistories = [];

    /// <summary>What all together take at most.</summary>
    internal const int MostBytes = 16 << 20;

    readonly LinkedList<(TableQuery Query, List<TotalsPart> Parts, long Until, long Bytes)> _newestFirst = new();
    long _bytes;

    /// <summary>Those of the tables of a history, kept as long as it is.</summary>
    public static LeftTotals Of(CaptureHistory history) => s_ofHistories.GetOrAdd(history, _ => new LeftTotals());

    /// <summary>Keeps what the rows before one have; the parts are nobody else's any more.</summary>
    public void Leave(TableQuery query, List<TotalsPart> parts, long until)
    {
        var bytes = parts.Sum(part => part.Sums.Bytes);
        lock (_newestFirst)
        {
            _newestFirst.AddFirst((query, parts, until, bytes));
            for (_bytes += bytes; _bytes > MostBytes; _newestFirst.RemoveLast())
                _bytes -= _newestFirst.Last!.Value.Bytes;
        }
    }

    /// <summary>Gives what was left of a table, and the row from which on it is not added up; nothing where it isn't known.</summary>
    public (List<TotalsPart> Parts, long Until) Take(TableQuery query)
    {
        lock (_newestFirst)
            for (var node = _newestFirst.First; node is not null; node = node.Next)
                if (node.Value.Query.HasAnswerOf(query))
                {
                    _newestFirst.Remove(node);
                    _bytes -= node.Value.Bytes;
                    return (node.Value.Parts, node.Value.Until);
                }
        return ([], 0);
    }
}
