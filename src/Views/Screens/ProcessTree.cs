using System.Globalization;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;

namespace CSysdig.Views.Screens;

/// <summary>Rows of processes in the order of descent: a child stands below its parent, siblings as the table is sorted.</summary>
sealed class ProcessTree
{
    const string Parent = "proc.ppid";

    readonly int[] _rows;
    readonly string[] _branches;
    readonly bool[] _hasBelow;

    ProcessTree(int[] rows, string[] branches, bool[] hasBelow) => (_rows, _branches, _hasBelow) = (rows, branches, hasBelow);

    /// <summary>Rows that are not folded away.</summary>
    public int Count => _rows.Length;

    /// <summary>Others stand below the row at a place, or are folded there.</summary>
    public bool HasBelow(int place) => _hasBelow[_rows[place]];

    /// <summary>The table's row that stands at a place.</summary>
    public int this[int place] => _rows[place];

    /// <summary>What stands before the name at a place, to show whose child it is.</summary>
    public string BranchOf(int place) => _branches[place];

    public int PlaceOf(int row) => Array.IndexOf(_rows, row);

    /// <summary>A table of processes whose parents are known can be a tree.</summary>
    public static bool Suits(ViewDefinition view) => view.Shown.Any(column => column.Field == Parent);

    /// <param name="folded">The keys of rows whose descendants are not shown, but counted.</param>
    public static ProcessTree Of(TableResult result, IReadOnlySet<string> folded)
    {
        var parent = ParentColumn(result.Columns);
        var rowOf = new Dictionary<string, int>();
        for (var row = 0; row < result.RowCount; row++)
            rowOf.TryAdd(result.KeyText(row), row);
        var children = new List<int>?[result.RowCount];
        var roots = new List<int>();
        for (var row = 0; row < result.RowCount; row++)
        {
            var key = ((long)result.Number(row, parent)).ToString(CultureInfo.InvariantCulture);
            if (rowOf.TryGetValue(key, out var above) && above != row)
                (children[above] ??= []).Add(row);
            else
                roots.Add(row);
        }
        var (rows, branches) = (new List<int>(result.RowCount), new List<string>(result.RowCount));
        var placed = new bool[result.RowCount];
        foreach (var root in roots)
            Place(root, "", "");
        // Parents of a damaged capture may go round in a circle: such rows stand by themselves.
        for (var row = 0; row < placed.Length; row++)
            if (!placed[row])
                Place(row, "", "");
        return new ProcessTree([.. rows], [.. branches], [.. children.Select(under => under is not null)]);

        void Place(int first, string branch, string below)
        {
            // Not by recursion: a capture may claim any depth.
            var waiting = new Stack<(int Row, string Branch, string Below)>();
            waiting.Push((first, branch, below));
            while (waiting.TryPop(out var next))
            {
                if (placed[next.Row])
                    continue;
                placed[next.Row] = true;
                rows.Add(next.Row);
                branches.Add(next.Branch);
                if (children[next.Row] is not { } under)
                    continue;
                if (folded.Count > 0 && folded.Contains(result.KeyText(next.Row)))
                {
                    branches[^1] += string.Create(CultureInfo.InvariantCulture, $"+{Hide(under):#,0} ");
                    continue;
                }
                for (var i = under.Count - 1; i >= 0; i--)
                    waiting.Push((under[i], Shorten(next.Below) + (i == under.Count - 1 ? "└ " : "├ "), Shorten(next.Below) + (i == under.Count - 1 ? "  " : "│ ")));
            }
        }

        int Hide(List<int> under)
        {
            var hidden = 0;
            var waiting = new Stack<int>(under);
            while (waiting.TryPop(out var row))
            {
                if (placed[row])
                    continue;
                placed[row] = true;
                hidden++;
                foreach (var below in children[row] ?? [])
                    waiting.Push(below);
            }
            return hidden;
        }
    }

    // The lines of far ancestors would push the name out of sight.
    static string Shorten(string lines)
    {
        const int Most = 24;
        return lines.Length <= Most ? lines : "…" + lines[^(Most - 1)..];
    }

    static int ParentColumn(IReadOnlyList<ResultColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].Query.Field == Parent)
                return i;
        return -1;
    }
}
