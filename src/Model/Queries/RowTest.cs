using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>A filter over rows: its parts are asked once for each version of what they depend on. One a thread.</summary>
abstract class RowTest
{
    public abstract bool Test(RowView row);

    /// <summary>Another machine state begins: versions count anew.</summary>
    public virtual void Forget() { }

    /// <summary>The test for a filter's text, empty for every row.</summary>
    /// <param name="remember">False asks the filter of every row.</param>
    public static RowTest Of(CaptureHistory history, string text, bool remember = true)
    {
        if (text.Length == 0)
            return new AlwaysTest();
        var filter = Filter.Parse(text, history.State);
        return remember ? Of(filter.Root) : new EventTest(filter.Root);
    }

    static RowTest Of(FilterNode node)
    {
        if (node.Scope != FieldScope.Event)
            return new MemoTest(node);
        return node.Join switch
        {
            FilterJoin.And => new JoinTest(Cheapest(node), stopsAt: false),
            FilterJoin.Or => new JoinTest(Cheapest(node), stopsAt: true),
            FilterJoin.Not => new NotTest(Of(node.Parts[0])),
            _ => new EventTest(node),
        };
    }

    /// <summary>Checks change nothing, so those that need no event go first.</summary>
    static RowTest[] Cheapest(FilterNode node) =>
        [.. node.Parts.Select(Of).OrderBy(t => t is MemoTest ? 0 : t is EventTest ? 2 : 1)];

    sealed class AlwaysTest : RowTest
    {
        public override bool Test(RowView row) => true;
    }

    sealed class EventTest(FilterNode node) : RowTest
    {
        public override bool Test(RowView row) => node.Test(row.Event);
    }

    sealed class MemoTest(FilterNode node) : RowTest
    {
        readonly FieldScope _scope = node.Scope;
        Memo<Known> _memo;

        public override bool Test(RowView row)
        {
            var slot = row.SlotOf(_scope);
            if (slot < 0)
                return node.Test(row.Event);
            ref var known = ref _memo.At(slot);
            if (known == Known.Not)
                known = node.Test(row.Event) ? Known.Yes : Known.No;
            return known == Known.Yes;
        }

        public override void Forget() => _memo.Clear();
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

        public override void Forget()
        {
            foreach (var part in parts)
                part.Forget();
        }
    }

    sealed class NotTest(RowTest part) : RowTest
    {
        public override bool Test(RowView row) => !part.Test(row);

        public override void Forget() => part.Forget();
    }
}
