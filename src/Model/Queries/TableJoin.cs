namespace CSysdig.Model.Queries;

/// <summary>The answers that several histories gave to one question, as one table: a row stays what it is, and knows its history.</summary>
public static class TableJoin
{
    /// <param name="answers">Each with its history, in the order in which equal rows stand.</param>
    /// <param name="named">The column in which a row tells its history, by the names that these have; -1 for none.</param>
    /// <param name="farEnd">What a row of a key has in the column of far ends.</param>
    public static TableResult Of(TableQuery query, IReadOnlyList<(int Source, byte[] Name, TableResult Answer)> answers, int named, Func<int, byte[], byte[]> farEnd, bool isComplete)
    {
        var (first, rows) = (answers[0].Answer, answers.Sum(one => one.Answer.RowCount));
        var key = Empty(first.Key, rows);
        var columns = first.Columns.Select(column => Empty(column, rows)).ToArray();
        var parts = new TablePart[rows];
        var (at, events) = (0, 0L);
        var (from, until) = (ulong.MaxValue, 0UL);
        foreach (var (source, name, answer) in answers)
        {
            var part = new TablePart(source, answer.Stretch);
            key.Take(answer.Key, answer.Order, at);
            for (var i = 0; i < columns.Length; i++)
                columns[i].Take(answer.Columns[i], answer.Order, at);
            for (var i = 0; i < columns.Length; i++)
                if (columns[i].Query.IsFarEnd)
                    for (var row = at; row < at + answer.RowCount; row++)
                        columns[i].Texts![row] = farEnd(source, key.Texts![row]);
            if (named >= 0)
                columns[named].Texts.AsSpan(at, answer.RowCount).Fill(name);
            parts.AsSpan(at, answer.RowCount).Fill(part);
            at += answer.RowCount;
            events += answer.Events;
            if (answer.Stretch.Until > 0)
                (from, until) = (Math.Min(from, answer.Stretch.From), Math.Max(until, answer.Stretch.Until));
        }
        var result = new TableResult(key, columns, parts, from > until ? default : new TimeRange(from, until), events, isComplete);
        result.Sort(query.SortColumn, query.Ascending);
        return result;
    }

    static ResultColumn Empty(ResultColumn like, int rows) => new(like.Query, like.Type, like.Format, rows);
}
