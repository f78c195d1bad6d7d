using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>table</c></summary>
static class TableLibrary
{
    public static void Open(LuaState state)
    {
        var library = new LuaTable();
        library.Offer("concat", Concat);
        library.OfferMany("foreach", ForEach);
        library.OfferMany("foreachi", ForEachElement);
        library.Offer("getn", (_, a) => a.Table(0).Length);
        library.OfferMany("insert", Insert);
        library.Offer("maxn", MaxN);
        library.Offer("pack", Pack);
        library.OfferMany("remove", Remove);
        library.OfferMany("sort", Sort);
        library.OfferMany("unpack", BaseLibrary.Unpack);
        state.Globals["table"] = LuaValue.Of(library);
    }

    static LuaValue Concat(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        var between = args.Text(1, LuaText.Empty).Bytes;
        var (first, last) = (args.Integer(2, 1), args.Integer(3, table.Length));
        var to = new Utf8Writer();
        for (long i = first; i <= last; i++)
        {
            var value = table.Get(i);
            var text = value.AsText() ?? throw state.Error($"invalid value ({value.TypeName}) at index {i} in table for 'concat'");
            state.Take(text.Length + between.Length);
            state.Step();
            to.Write(text.Bytes);
            if (i < last)
                to.Write(between);
        }
        return LuaValue.Of(to.Written);
    }

    static LuaValue ForEach(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var (table, function) = (args.Table(0), args.Function(1));
        var place = 0;
        while (table.Next(ref place, out var key, out var value))
        {
            state.Step();
            if (function.Call(state, [key, value]) is { IsNil: false } result)
                return state.Results(result);
        }
        return state.NoResults();
    }

    static LuaValue ForEachElement(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var (table, function) = (args.Table(0), args.Function(1));
        for (var i = 1; i <= table.Length; i++)
        {
            state.Step();
            if (function.Call(state, [i, table.Get(i)]) is { IsNil: false } result)
                return state.Results(result);
        }
        return state.NoResults();
    }

    static LuaValue Insert(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        if (args.Length is < 2 or > 3)
            throw state.Error("wrong number of arguments to 'insert'");
        if (args.Length == 2)
        {
            table.Append(args[1]);
            return state.NoResults();
        }
        var at = args.Integer(1);
        for (long i = Math.Max(table.Length, at - 1L); i >= at; i--)
        {
            state.Step();
            table.Set(i + 1, table.Get(i));
        }
        table.Set(at, args[2]);
        return state.NoResults();
    }

    static LuaValue Remove(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        var length = table.Length;
        var at = args.Integer(1, length);
        if (at < 1 || at > length)
            return state.NoResults();
        var removed = table.Get(at);
        for (var i = at; i < length; i++)
        {
            state.Step();
            table.Set(i, table.Get(i + 1));
        }
        table.Set(length, default);
        return state.Results(removed);
    }

    static LuaValue MaxN(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var most = 0.0;
        var place = 0;
        while (args.Table(0).Next(ref place, out var key, out _))
            if (key.IsNumber)
                most = Math.Max(most, key.Number);
        return most;
    }

    static LuaValue Pack(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = new LuaTable();
        for (var i = 0; i < args.Length; i++)
            table.Set(i + 1, args[i]);
        table["n"] = args.Length;
        return LuaValue.Of(table);
    }

    /// <summary>Sorts by merging: equal elements stay in their order, and an order that makes no sense does no harm.</summary>
    static LuaValue Sort(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        var order = args.At(1).IsNil ? null : args.Function(1);
        var sorted = new LuaValue[table.Length];
        state.TakeValues(sorted.Length * 2);
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = table.Get(i + 1);
        MergeSort(state, sorted, new LuaValue[sorted.Length], order);
        for (var i = 0; i < sorted.Length; i++)
            table.Set(i + 1, sorted[i]);
        return state.NoResults();
    }

    static void MergeSort(LuaState state, Span<LuaValue> values, Span<LuaValue> room, LuaFunction? order)
    {
        if (values.Length < 2)
            return;
        var half = values.Length / 2;
        MergeSort(state, values[..half], room[..half], order);
        MergeSort(state, values[half..], room[half..], order);
        state.Step(values.Length);
        values.CopyTo(room);
        var (left, right) = (0, half);
        for (var i = 0; i < values.Length; i++)
            values[i] = right >= values.Length || left < half && !IsLess(state, room[right], room[left], order) ? room[left++] : room[right++];
    }

    static bool IsLess(LuaState state, in LuaValue a, in LuaValue b, LuaFunction? order) =>
        order is null ? Meta.IsLess(state, a, b) : !order.Call(state, [a, b]).IsFalse;
}
