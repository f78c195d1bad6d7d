using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary><c>{ 1, 2, name = 3, [key] = 4 }</c></summary>
/// <param name="named">The elements with keys.</param>
/// <param name="listed">Those without, numbered from 1.</param>
sealed class TableExpr((Expr Key, Expr Value)[] named, Expr[] listed) : Expr
{
    public override LuaValue Get(Frame f)
    {
        var table = new LuaTable();
        foreach (var (key, value) in named)
        {
            var at = key.Get(f);
            if (at.IsNil || at.IsNumber && double.IsNaN(at.Number))
                throw Error(f, at.IsNil ? "table index is nil" : "table index is NaN");
            table.Set(at, value.Get(f));
        }
        for (var i = 0; i < listed.Length; i++)
        {
            var value = listed[i].Get(f);
            var isLast = i == listed.Length - 1 && listed[i].IsOpen;
            if (!isLast || f.State.ResultCount > 0)
                table.Set(i + 1, value);
            if (!isLast)
                continue;
            var more = f.State.More;
            for (var j = 0; j < more.Length; j++)
                table.Set(i + 2 + j, more[j]);
        }
        return LuaValue.Of(table);
    }
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
