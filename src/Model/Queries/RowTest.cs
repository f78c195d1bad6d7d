using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>A filter over rows: its parts are asked once for each version of what they depend on. One a thread.</summary>
abstract class RowTest
{
    public abstract bool Test(RowView row);

    /// <summary>What holds for every row of the class that a view stands for.</summary>
    public virtual Verdict TestClass(RowView row) => Verdict.Ask;

    /// <summary>
    /// Finds the rows that a cheap look at a column lets through, as distances from the first; they are to be asked with
    /// <see cref="TestSelected"/>. The rows are of one chunk.
    /// </summary>
    /// <returns>How many.</returns>
    public virtual int Select(RowView view, long from, long to, Span<int> into)
    {
        var count = (int)(to - from);
        for (var i = 0; i < count; i++)
            into[i] = i;
        return count;
    }

    /// <summary>Tests a row that <see cref="Select"/> let through.</summary>
    public virtual bool TestSelected(RowView row) => Test(row);

    /// <summary>The test for a filter's text, empty for every row.</summary>
    /// <param name="remember">False asks the filter of every row.</param>
    public static RowTest Of(CaptureHistory history, string text, bool remember = true)
    {
        if (text.Length == 0)
            return new AlwaysTest();
        // Rows are asked in any order, by several threads: what a field tells depends on the row alone.
        var filter = Filter.Parse(text, Filter.DialectOf(history.State));
        return remember ? Of(filter.Root) : new EventTest(filter.Root);
    }

    /// <summary>The parts are asked one by one, for they are remembered under different things: often one alone turns many rows down at once.</summary>
    public static bool IsTakenApart(FilterNode node) => node.Join != FilterJoin.None
        && ReadPlan.Of(node.Reads) is var plan && (!plan.IsKept || node.Parts.Any(p => ReadPlan.Of(p.Reads).Key != plan.Key));

    static RowTest Of(FilterNode node) => node.Join switch
    {
        _ when !IsTakenApart(node) => node is ITestsField { Field: MeasuredField } check ? new MeasureTest(check)
            : ReadPlan.Of(node.Reads) is { Key: not RowKey.Event } plan ? new MemoTest(node, plan)
            : new EventTest(node),
        FilterJoin.And => new JoinTest(Cheapest(node), stopsAt: false),
        FilterJoin.Or => new JoinTest(Cheapest(node), stopsAt: true),
        _ => new NotTest(Of(node.Parts[0])),
    };

    /// <summary>Checks change nothing, so those that need no event go first, and of them those that a column answers.</summary>
    static RowTest[] Cheapest(FilterNode node) =>
        [.. node.Parts.Select(Of).OrderBy(t => t is MemoTest memo ? memo.LooksAtColumn ? 0 : 1 : t is EventTest ? 4 : t is MeasureTest ? 2 : 3)];

    sealed class AlwaysTest : RowTest
    {
        public override bool Test(RowView row) => true;

        public override Verdict TestClass(RowView row) => Verdict.Passes;

        public override bool TestSelected(RowView row) => true;
    }

    sealed class EventTest(FilterNode node) : RowTest
    {
        public override bool Test(RowView row) => node.Test(row.Event);
    }

    sealed class MemoTest(FilterNode node, ReadPlan plan) : RowTest
    {
        Memo<Known> _memo;

        public bool LooksAtColumn => plan.Key is RowKey.Thread or RowKey.Type;

        public override int Select(RowView view, long from, long to, Span<int> into)
        {
            if (!LooksAtColumn)
                return base.Select(view, from, to, into);
            var chunk = view.ChunkOf(from);
            var first = EventChunk.IndexOf(from);
            var count = 0;
            for (var at = 0; at < to - from; at++)
            {
                var i = first + at;
                // What is not remembered yet, or never, is asked in full.
                var known = plan.Key == RowKey.Type ? _memo.Peek(chunk.ClassOf(i).Code) : _memo.Peek(chunk.ClassOf(i).Thread);
                if (known == Known.Not)
                {
                    view.Seek(from + at);
                    known = Test(view) ? Known.Yes : Known.No;
                }
                into[count] = at;
                count += known == Known.Yes ? 1 : 0;
            }
            return count;
        }

        public override bool TestSelected(RowView row) => LooksAtColumn || Test(row);

        public override bool Test(RowView row)
        {
            var slot = row.SlotOf(plan.Key);
            if (slot < 0)
                return node.Test(row.Event);
            ref var known = ref _memo.At(slot);
            if (known == Known.Not)
                known = node.Test(row.Event) ? Known.Yes : Known.No;
            return known == Known.Yes;
        }

        public override Verdict TestClass(RowView row) => row.SlotOf(plan.Key) >= 0 || row.IsOfClass(plan.Reads)
            ? Test(row) ? Verdict.Passes : Verdict.Fails
            : Verdict.Ask;
    }

    sealed class JoinTest(RowTest[] parts, bool stopsAt) : RowTest
    {
        public override bool Test(RowView row)
        {
            foreach (var part in parts)
                if (part.Test(row) == stopsAt)
                    return stopsAt;
            return !stopsAt;
        }

        public override Verdict TestClass(RowView row)
        {
            var all = stopsAt ? Verdict.Fails : Verdict.Passes;
            foreach (var part in parts)
            {
                var verdict = part.TestClass(row);
                if (verdict == (stopsAt ? Verdict.Passes : Verdict.Fails))
                    return verdict;
                if (verdict == Verdict.Ask)
                    all = verdict;
            }
            return all;
        }

        public override int Select(RowView view, long from, long to, Span<int> into) =>
            stopsAt ? base.Select(view, from, to, into) : parts[0].Select(view, from, to, into);

        public override bool TestSelected(RowView row)
        {
            if (stopsAt)
                return Test(row);
            if (!parts[0].TestSelected(row))
                return false;
            for (var i = 1; i < parts.Length; i++)
                if (!parts[i].Test(row))
                    return false;
            return true;
        }
    }

    sealed class NotTest(RowTest part) : RowTest
    {
        public override bool Test(RowView row) => !part.Test(row);

        public override Verdict TestClass(RowView row) => part.TestClass(row) switch
        {
            Verdict.Passes => Verdict.Fails,
            Verdict.Fails => Verdict.Passes,
            var verdict => verdict,
        };
    }
}
