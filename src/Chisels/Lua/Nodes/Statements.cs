using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary>Statements one after the other.</summary>
sealed class Block(Statement[] statements) : Statement
{
    public override Flow Run(Frame f)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            var flow = statements[i].Run(f);
            if (flow == Flow.Next)
                continue;
            if (flow != Flow.Goto || LabelAt(f.Target) is not (>= 0 and var label))
                return flow;
            f.State.Step();
            i = label;
        }
        return Flow.Next;
    }

    int LabelAt(string? name) => Array.FindIndex(statements, s => s is Label label && label.Name == name);
}

/// <summary><c>::name::</c>, as LuaJIT has it.</summary>
sealed class Label(string name) : Statement
{
    public string Name => name;

    public override Flow Run(Frame f) => Flow.Next;
}

sealed class Goto(string name) : Statement
{
    public override Flow Run(Frame f)
    {
        f.Target = name;
        return Flow.Goto;
    }
}

sealed class Break : Statement
{
    public override Flow Run(Frame f) => Flow.Break;
}

/// <summary>A local variable comes into being.</summary>
readonly record struct NewLocal(int Slot, Variable Variable)
{
    public void Set(Frame f, in LuaValue value) =>
        f.Slots[Slot] = Variable.IsCaught ? LuaValue.Of(new Cell { Value = value }) : value;
}

/// <summary><c>local a = b</c></summary>
sealed class LocalStatement(NewLocal local, Expr? value) : Statement
{
    public override Flow Run(Frame f)
    {
        local.Set(f, value is null ? default : value.Get(f));
        return Flow.Next;
    }
}

/// <summary><c>local a, b = c, d</c></summary>
sealed class LocalsStatement(NewLocal[] locals, Expr[] values) : Statement
{
    public override Flow Run(Frame f)
    {
        var all = List.Values(f, values);
        for (var i = 0; i < locals.Length; i++)
            locals[i].Set(f, i < all.Length ? all[i] : default);
        return Flow.Next;
    }
}

/// <summary><c>local function f() ... end</c>: the function knows its own name.</summary>
sealed class LocalFunctionStatement(NewLocal local, LocalExpr name, FunctionExpr function) : Statement
{
    public override Flow Run(Frame f)
    {
        local.Set(f, default);
        name.Set(f, function.Get(f));
        return Flow.Next;
    }
}

sealed class Assignment(Place place, Expr value) : Statement
{
    public override Flow Run(Frame f)
    {
        if (place is IndexExpr index)
        {
            var (table, key) = index.Resolve(f);
            index.Set(f, table, key, value.Get(f));
        }
        else
            place.Set(f, value.Get(f));
        return Flow.Next;
    }
}

/// <summary><c>a, b = c, d</c>: all is reckoned before anything is set.</summary>
sealed class MultipleAssignment(Place[] places, Expr[] values) : Statement
{
    public override Flow Run(Frame f)
    {
        var resolved = new (LuaValue Table, LuaValue Key)[places.Length];
        for (var i = 0; i < places.Length; i++)
            if (places[i] is IndexExpr index)
                resolved[i] = index.Resolve(f);
        var all = List.Values(f, values);
        for (var i = places.Length - 1; i >= 0; i--)
        {
            var value = i < all.Length ? all[i] : default;
            if (places[i] is IndexExpr index)
                index.Set(f, resolved[i].Table, resolved[i].Key, value);
            else
                places[i].Set(f, value);
        }
        return Flow.Next;
    }
}

/// <summary>A call whose results nobody wants.</summary>
sealed class CallStatement(Expr call) : Statement
{
    public override Flow Run(Frame f)
    {
        call.Get(f);
        return Flow.Next;
    }
}

sealed class Return(Expr[] values) : Statement
{
    public override Flow Run(Frame f)
    {
        if (values.Length == 1)
        {
            f.Result = values[0].Get(f);
            if (!values[0].IsOpen)
                f.State.ResultCount = 1;
        }
        else
            f.Result = f.State.Results(List.Values(f, values));
        return Flow.Return;
    }
}

sealed class If((Expr Condition, Block Then)[] branches, Block? otherwise) : Statement
{
    public override Flow Run(Frame f)
    {
        foreach (var (condition, then) in branches)
            if (condition.Test(f))
                return then.Run(f);
        return otherwise?.Run(f) ?? Flow.Next;
    }
}
