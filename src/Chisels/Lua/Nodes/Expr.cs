using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary>An expression of a script, ready to be asked for its value.</summary>
abstract class Expr
{
    public int Line { get; init; }

    /// <summary>How many expressions are evaluated inside each other for it; behind a <see cref="Deep"/> one they are counted anew.</summary>
    public int Height { get; set; } = 1;

    /// <summary>Its value; of a call with several results the first.</summary>
    public abstract LuaValue Get(Frame f);

    /// <summary>It may have any number of values: a call, or <c>...</c>. Then <see cref="Get"/> leaves them in the state.</summary>
    public virtual bool IsOpen => false;

    /// <summary>Whether it counts as true.</summary>
    public virtual bool Test(Frame f) => !Get(f).IsFalse;

    /// <summary>For messages: "local 'x'", "field 'name'"; empty where there is no name for it.</summary>
    public virtual string Described => "";

    protected LuaException Error(Frame f, string message)
    {
        f.Line = Line;
        return new LuaException($"{f.Closure.Proto.Source}:{Line}: {message}");
    }

    /// <summary>"attempt to index local 'x' (a nil value)".</summary>
    protected LuaException BadOperand(Frame f, string deed, Expr what, in LuaValue value) => Error(f,
        what.Described.Length > 0 ? $"attempt to {deed} {what.Described} (a {value.TypeName} value)" : $"attempt to {deed} a {value.TypeName} value");
}

/// <summary>An expression that can be assigned to.</summary>
abstract class Place : Expr
{
    public abstract void Set(Frame f, LuaValue value);
}

sealed class Constant(LuaValue value) : Expr
{
    public LuaValue Value { get; } = value;

    public override LuaValue Get(Frame f) => Value;
}

/// <summary>An expression in parentheses: one value, whatever it has.</summary>
sealed class OneValue(Expr inner) : Expr
{
    public override LuaValue Get(Frame f) => inner.Get(f);
}

/// <summary>An expression below which there are many: a chain may be longer than the stack is deep.</summary>
sealed class Deep(Expr inner) : Expr
{
    public override bool IsOpen => inner.IsOpen;

    public override string Described => inner.Described;

    public override LuaValue Get(Frame f)
    {
        f.Line = Line;
        f.State.EnsureStack();
        return inner.Get(f);
    }

    public override bool Test(Frame f)
    {
        f.Line = Line;
        f.State.EnsureStack();
        return inner.Test(f);
    }
}

/// <summary><c>...</c></summary>
sealed class VarargExpr : Expr
{
    public override bool IsOpen => true;

    public override LuaValue Get(Frame f) => f.State.Results(f.Extra);
}

/// <summary>A local variable of the function itself.</summary>
sealed class LocalExpr(string name, int slot) : Place
{
    /// <summary>An inner function uses it too: it lives in a cell.</summary>
    public bool IsCaught { get; set; }

    public override string Described => $"local '{name}'";

    public override LuaValue Get(Frame f)
    {
        ref var value = ref f.Slots[slot];
        return IsCaught ? ((Cell)value.Object!).Value : value;
    }

    public override void Set(Frame f, LuaValue value)
    {
        if (IsCaught)
            ((Cell)f.Slots[slot].Object!).Value = value;
        else
            f.Slots[slot] = value;
    }
}

/// <summary>A variable of a function around this one.</summary>
sealed class CaughtExpr(string name, int index) : Place
{
    public override string Described => $"upvalue '{name}'";

    public override LuaValue Get(Frame f) => f.Closure.Caught[index].Value;

    public override void Set(Frame f, LuaValue value) => f.Closure.Caught[index].Value = value;
}

sealed class GlobalExpr(LuaText name) : Place
{
    readonly LuaValue _name = LuaValue.Of(name);

    public override string Described => $"global '{name}'";

    public override LuaValue Get(Frame f)
    {
        var globals = f.Closure.Globals;
        var value = globals.Get(name);
        if (value.IsNil && globals.Metatable is not null)
        {
            f.Line = Line;
            Meta.TryGet(f.State, LuaValue.Of(globals), _name, out value);
        }
        return value;
    }

    public override void Set(Frame f, LuaValue value)
    {
        var globals = f.Closure.Globals;
        if (globals.Metatable is null)
        {
            globals.Set(name, value);
            return;
        }
        f.Line = Line;
        Meta.TrySet(f.State, LuaValue.Of(globals), _name, value);
    }
}

/// <summary><c>table[key]</c> and <c>table.name</c>.</summary>
sealed class IndexExpr(Expr table, Expr key) : Place
{
    readonly LuaText? _name = (key as Constant)?.Value.Text;

    public override string Described => _name is null ? "" : $"field '{_name}'";

    public override LuaValue Get(Frame f)
    {
        var from = table.Get(f);
        if (from.Object is LuaTable direct)
        {
            if (_name is not null)
            {
                var named = direct.Get(_name);
                if (!named.IsNil || direct.Metatable is null)
                    return named;
            }
            else if (direct.Metatable is null)
                return direct.Get(key.Get(f));
        }
        var at = key.Get(f);
        f.Line = Line;
        return Meta.TryGet(f.State, from, at, out var value) ? value : throw BadOperand(f, "index", table, from);
    }

    public override void Set(Frame f, LuaValue value) => Set(f, table.Get(f), key.Get(f), value);

    /// <summary>What to set is known before the value: in a multiple assignment the tables come first.</summary>
    public (LuaValue Table, LuaValue Key) Resolve(Frame f) => (table.Get(f), key.Get(f));

    public void Set(Frame f, LuaValue to, LuaValue at, LuaValue value)
    {
        if (at.IsNil || at.IsNumber && double.IsNaN(at.Number))
            throw Error(f, at.IsNil ? "table index is nil" : "table index is NaN");
        if (to.Object is LuaTable { Metatable: null } direct)
        {
            direct.Set(at, value);
            return;
        }
        f.Line = Line;
        if (!Meta.TrySet(f.State, to, at, value))
            throw BadOperand(f, "index", table, to);
    }
}
