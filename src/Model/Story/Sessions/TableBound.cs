namespace CSysdig.Model.Story.Sessions;

/// <summary>Keeps tables small in a story that has no end.</summary>
static class TableBound
{
    /// <summary>A table of which half is filled loses what is over; where that is not enough, what came first.</summary>
    /// <param name="most">So many entries are its bound.</param>
    /// <returns>The same table where there is room enough.</returns>
    public static Dictionary<TKey, TValue> Keep<TKey, TValue>(Dictionary<TKey, TValue> table, int most, Func<TKey, TValue, bool>? isOver = null) where TKey : notnull
    {
        if (table.Count <= most / 2)
            return table;
        var left = new List<KeyValuePair<TKey, TValue>>(table.Count);
        foreach (var entry in table)
            if (isOver is null || !isOver(entry.Key, entry.Value))
                left.Add(entry);
        return new Dictionary<TKey, TValue>(left.Count <= most / 2 ? left : left[^(most / 4)..], table.Comparer);
    }
}
