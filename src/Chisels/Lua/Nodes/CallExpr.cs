using System.Runtime.CompilerServices;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary><c>function(args)</c> and <c>object:method(args)</c>.</summary>
sealed class CallExpr(Expr function, LuaText? method, Expr[] args) : Expr
{
    const int Few = 6;

    readonly LuaValue _method = LuaValue.Of(method);
    readonly bool _isOpen = args.Length > 0 && args[^1].IsOpen;

    public override bool IsOpen => true;

    public override LuaValue Get(Frame f)
    {
        var called = function.Get(f);
        var self = called;
        if (method is not null)
        {
            f.Line = Line;
            if (!Meta.TryGet(f.State, self, _method, out called))
                throw BadOperand(f, "index", function, self);
        }
        if (called.Object is Closure { Proto.IsVararg: false } closure && !_isOpen)
            return CallScript(f, closure, self);
        if (called.Object is not LuaFunction callable)
        {
            f.Line = Line;
            callable = Meta.Of(f.State, called, Meta.Call).Function ?? throw NotCallable(f, called);
            f.State.EnsureStack();
            return CallWith(f, callable, [called, .. method is null ? default(ReadOnlySpan<LuaValue>) : [self], .. List.Values(f, args)]);
        }
        var count = args.Length + (method is null ? 0 : 1);
        if (_isOpen || count > Few)
            return CallWith(f, callable, method is null ? List.Values(f, args) : [self, .. List.Values(f, args)]);
        var room = new FewValues();
        Span<LuaValue> values = room;
        var at = 0;
        if (method is not null)
            values[at++] = self;
        foreach (var arg in args)
            values[at++] = arg.Get(f);
        return CallWith(f, callable, values[..count]);
    }

    /// <summary>The arguments go straight to the slots of the function's frame.</summary>
    LuaValue CallScript(Frame f, Closure closure, in LuaValue self)
    {
        var proto = closure.Proto;
        var frame = proto.Rent(closure, f.State);
        var at = 0;
        if (method is not null && proto.Parameters > 0)
            frame.Slots[at++] = self;
        else if (method is not null)
            at++;
        foreach (var arg in args)
        {
            var value = arg.Get(f);
            if (at < proto.Parameters)
                frame.Slots[at++] = value;
        }
        f.Line = Line;
        return proto.Run(f.State, frame);
    }

    LuaValue CallWith(Frame f, LuaFunction callable, ReadOnlySpan<LuaValue> values)
    {
        f.Line = Line;
        return callable.Call(f.State, values);
    }

    LuaException NotCallable(Frame f, in LuaValue value) => method is not null
        ? Error(f, $"attempt to call method '{method}' (a {value.TypeName} value)") : BadOperand(f, "call", function, value);

    [InlineArray(Few)]
    struct FewValues
    {
        LuaValue _first;
    }
}

/// <summary>Lists of expressions, the last of which may have any number of values.</summary>
static class List
{
    public static LuaValue[] Values(Frame f, Expr[] list)
    {
        if (list.Length == 0)
            return [];
        var last = list.Length - 1;
        if (!list[last].IsOpen)
        {
            var all = new LuaValue[list.Length];
            for (var i = 0; i < all.Length; i++)
                all[i] = list[i].Get(f);
            return all;
        }
        var first = new LuaValue[last];
        for (var i = 0; i < last; i++)
            first[i] = list[i].Get(f);
        var value = list[last].Get(f);
        f.State.TakeValues(f.State.ResultCount);
        var values = new LuaValue[last + f.State.ResultCount];
        first.CopyTo(values, 0);
        if (f.State.ResultCount > 0)
        {
            values[last] = value;
            f.State.More.CopyTo(values.AsSpan(last + 1));
        }
        return values;
    }
}
