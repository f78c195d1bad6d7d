using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary>An element of a table that is being made; without a key it is the next of those numbered from 1.</summary>
readonly record struct TableItem(Expr? Key, Expr Value);

/// <summary><c>{ 1, 2, name = 3, [key] = 4 }</c></summary>
sealed class TableExpr(TableItem[] items) : Expr
{
    /// <summary>What LuaJIT makes of the text: with it <c>#</c> is the same.</summary>
    readonly TableShape _shape = ShapeOf(items);

    public override LuaValue Get(Frame f)
    {
        var table = new LuaTable(_shape);
        var next = 1;
        for (var i = 0; i < items.Length; i++)
        {
            var (key, value) = items[i];
            if (key is not null)
            {
                var at = key.Get(f);
                if (at.IsNil || at.IsNumber && double.IsNaN(at.Number))
                    throw Error(f, at.IsNil ? "table index is nil" : "table index is NaN");
                table.Set(at, value.Get(f));
            }
            else if (i == items.Length - 1 && value.IsOpen)
                SetAll(f, table, next, value.Get(f));
            else
                table.Set(next++, value.Get(f));
        }
        return LuaValue.Of(table);
    }

    static void SetAll(Frame f, LuaTable table, int at, in LuaValue first)
    {
        var more = f.State.More;
        if (f.State.ResultCount == 0)
            return;
        f.State.TakeValues(f.State.ResultCount);
        table.Reserve(at + f.State.ResultCount, at + f.State.ResultCount + 1);
        table.Set(at, first);
        for (var i = 0; i < more.Length; i++)
            table.Set(at + 1 + i, more[i]);
    }

    /// <summary>
    /// Constants, and keys that are names, are put into a table when the text is read, which grows by it; what else the text has
    /// is only counted, as far as it has been read when the first constant comes.
    /// </summary>
    static TableShape ShapeOf(TableItem[] items)
    {
        const int Least = 3, Most = 0x7ff;
        LuaTable? made = null;
        var (listed, named, isListed) = (1, 0, false);
        foreach (var (key, value) in items)
        {
            var constantKey = key is null ? new LuaValue(listed) : key is Constant k ? k.Value : default;
            if (key is null)
            {
                listed++;
                isListed = true;
            }
            else if (constantKey is { IsNumber: true, Number: 0 })
                isListed = true;
            else
                named++;
            if (constantKey.IsNil || constantKey.IsNumber && double.IsNaN(constantKey.Number) || !(value is Constant || constantKey.Text is not null))
                continue;
            made ??= new LuaTable(new TableShape(isListed ? listed : 0, HashSize(named)));
            made.Set(constantKey, value is Constant constant ? constant.Value : LuaValue.Of(true));
        }
        if (made is null)
            return new TableShape(isListed ? Math.Clamp(listed, Least, Most) : 0, HashSize(named));
        if (isListed)
            made.Reserve(listed, listed);
        return made.Shape;
    }

    static int HashSize(int keys) => keys == 0 ? 0 : Math.Max(2, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)keys));
}

/// <summary><c>function(...) ... end</c></summary>
sealed class FunctionExpr(Proto proto) : Expr
{
    public override LuaValue Get(Frame f)
    {
        var caught = proto.Catches.Length == 0 ? [] : new Cell[proto.Catches.Length];
        for (var i = 0; i < caught.Length; i++)
        {
            var (isSlot, index) = proto.Catches[i];
            caught[i] = isSlot ? (Cell)f.Slots[index].Object! : f.Closure.Caught[index];
        }
        return LuaValue.Of(new Closure(proto, caught, f.Closure.Globals));
    }
}
