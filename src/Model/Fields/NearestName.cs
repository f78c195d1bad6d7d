namespace CSysdig.Model.Fields;

/// <summary>What a user who misspelt a field probably meant.</summary>
static class NearestName
{
    /// <summary>The field whose name is fewest edits away, or null when all are too far.</summary>
    public static string? Of(string text, IReadOnlyList<FieldDefinition> fields)
    {
        var end = text.IndexOf('[');
        var name = end < 0 ? text : text[..end];
        var limit = Math.Max(1, name.Length / 3);
        string? best = null;
        foreach (var field in fields)
        {
            var distance = Distance(name, field.Name, limit);
            if (distance > limit)
                continue;
            best = field.Name;
            limit = distance - 1;
        }
        return best;
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) from one text to another; anything above the limit once it is passed.</summary>
    static int Distance(string x, string y, int limit)
    {
        if (Math.Abs(x.Length - y.Length) > limit)
            return limit + 1;
        var before = new int[y.Length + 1];
        var last = new int[y.Length + 1];
        var row = new int[y.Length + 1];
        for (var j = 0; j <= y.Length; j++)
            last[j] = j;
        for (var i = 1; i <= x.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= y.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[y.Length];
    }
}
