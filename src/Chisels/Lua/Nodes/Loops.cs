using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

sealed class While(Expr condition, Block body) : Statement
{
    public override Flow Run(Frame f)
    {
        while (condition.Test(f))
        {
            f.State.Step();
            var flow = body.Run(f);
            if (flow == Flow.Break)
                break;
            if (flow != Flow.Next)
                return flow;
        }
        return Flow.Next;
    }
}

sealed class Repeat(Block body, Expr until) : Statement
{
    public override Flow Run(Frame f)
    {
        do
        {
            f.State.Step();
            var flow = body.Run(f);
            if (flow == Flow.Break)
                break;
            if (flow != Flow.Next)
                return flow;
        }
        while (!until.Test(f));
        return Flow.Next;
    }
}

/// <summary><c>for i = from, to, step do</c></summary>
sealed class NumericFor(NewLocal local, Expr from, Expr to, Expr? step, Block body) : Statement
{
    public override Flow Run(Frame f)
    {
        var at = Number(f, from, "initial value");
        var end = Number(f, to, "limit");
        var by = step is null ? 1 : Number(f, step, "step");
        for (; by > 0 ? at <= end : at >= end; at += by)
        {
            f.State.Step();
            local.Set(f, at);
            var flow = body.Run(f);
            if (flow == Flow.Break)
                break;
            if (flow != Flow.Next)
                return flow;
        }
        return Flow.Next;
    }

    double Number(Frame f, Expr of, string what)
    {
        if (of.Get(f).TryNumber(out var number))
            return number;
        f.Line = Line;
        throw f.State.Error($"'for' {what} must be a number");
    }
}

/// <summary><c>for a, b in list do</c></summary>
sealed class GenericFor(NewLocal[] locals, Expr[] list, Block body) : Statement
{
    public override Flow Run(Frame f)
    {
        var values = List.Values(f, list);
        var iterator = values.Length > 0 ? values[0] : default;
        var over = values.Length > 1 ? values[1] : default;
        var control = values.Length > 2 ? values[2] : default;
        var flow = iterator.Object is { } known && over.Object is LuaTable table && locals.Length <= 2
            ? ReferenceEquals(known, f.State.Next) && control.IsNil ? OverPairs(f, table)
            : ReferenceEquals(known, f.State.NextElement) && control.IsNumber && control.Number == 0 && table.Metatable is null ? OverElements(f, table)
            : OverCalls(f, iterator, over, control)
            : OverCalls(f, iterator, over, control);
        return flow == Flow.Break ? Flow.Next : flow;
    }

    /// <summary>What <c>pairs</c> gives, without a call for each.</summary>
    Flow OverPairs(Frame f, LuaTable table)
    {
        var place = 0;
        while (table.Next(ref place, out var key, out var value))
            if (Turn(f, key, value) is not Flow.Next and var flow)
                return flow;
        return Flow.Next;
    }

    /// <summary>What <c>ipairs</c> gives.</summary>
    Flow OverElements(Frame f, LuaTable table)
    {
        for (var i = 1; table.Get(i) is { IsNil: false } value; i++)
            if (Turn(f, i, value) is not Flow.Next and var flow)
                return flow;
        return Flow.Next;
    }

    Flow OverCalls(Frame f, LuaValue iterator, LuaValue over, LuaValue control)
    {
        while (true)
        {
            f.Line = Line;
            control = f.State.Call(iterator, over, control);
            if (control.IsNil)
                return Flow.Next;
            f.State.Step();
            for (var i = locals.Length - 1; i > 0; i--)
                locals[i].Set(f, i <= f.State.More.Length ? f.State.More[i - 1] : default);
            locals[0].Set(f, control);
            if (body.Run(f) is not Flow.Next and var flow)
                return flow;
        }
    }

    Flow Turn(Frame f, in LuaValue key, in LuaValue value)
    {
        f.State.Step();
        locals[0].Set(f, key);
        if (locals.Length > 1)
            locals[1].Set(f, value);
        return body.Run(f);
    }
}
