using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary>An expression whose value is true or false.</summary>
abstract class Condition : Expr
{
    public sealed override LuaValue Get(Frame f) => LuaValue.Of(Test(f));

    public abstract override bool Test(Frame f);
}

sealed class Not(Expr operand) : Condition
{
    public override bool Test(Frame f) => !operand.Test(f);
}

/// <summary><c>==</c> and <c>~=</c></summary>
sealed class Equality(Expr left, Expr right, bool wanted) : Condition
{
    public override bool Test(Frame f)
    {
        var a = left.Get(f);
        var b = right.Get(f);
        if (a.IsNumber && b.IsNumber)
            return a.Number == b.Number == wanted;
        f.Line = Line;
        return Meta.AreEqual(f.State, a, b) == wanted;
    }
}

/// <summary><c>&lt;</c>; the parser turns <c>&gt;</c> around.</summary>
sealed class Less(Expr left, Expr right, bool swapped) : Condition
{
    public override bool Test(Frame f)
    {
        var a = left.Get(f);
        var b = right.Get(f);
        if (a.IsNumber && b.IsNumber)
            return swapped ? b.Number < a.Number : a.Number < b.Number;
        f.Line = Line;
        return swapped ? Meta.IsLess(f.State, b, a) : Meta.IsLess(f.State, a, b);
    }
}

/// <summary><c>&lt;=</c>; the parser turns <c>&gt;=</c> around.</summary>
sealed class LessOrEqual(Expr left, Expr right, bool swapped) : Condition
{
    public override bool Test(Frame f)
    {
        var a = left.Get(f);
        var b = right.Get(f);
        if (a.IsNumber && b.IsNumber)
            return swapped ? b.Number <= a.Number : a.Number <= b.Number;
        f.Line = Line;
        return swapped ? Meta.IsLessOrEqual(f.State, b, a) : Meta.IsLessOrEqual(f.State, a, b);
    }
}

sealed class And(Expr left, Expr right) : Expr
{
    public override LuaValue Get(Frame f)
    {
        var a = left.Get(f);
        return a.IsFalse ? a : right.Get(f);
    }

    public override bool Test(Frame f) => left.Test(f) && right.Test(f);
}

sealed class Or(Expr left, Expr right) : Expr
{
    public override LuaValue Get(Frame f)
    {
        var a = left.Get(f);
        return a.IsFalse ? right.Get(f) : a;
    }

    public override bool Test(Frame f) => left.Test(f) || right.Test(f);
}
