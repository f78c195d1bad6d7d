using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary>Two numbers become one.</summary>
abstract class Arithmetic(Expr left, Expr right, LuaText handler) : Expr
{
    protected Expr Left => left;
    protected Expr Right => right;

    public abstract double Of(double a, double b);

    /// <summary>An operand is no number: a text that spells one, or a metamethod.</summary>
    protected LuaValue Otherwise(Frame f, in LuaValue a, in LuaValue b)
    {
        if (a.TryNumber(out var x) && b.TryNumber(out var y))
            return Of(x, y);
        f.Line = Line;
        var deed = Meta.Of(f.State, a, handler);
        if (deed.IsNil)
            deed = Meta.Of(f.State, b, handler);
        if (!deed.IsNil)
            return f.State.Call(deed, a, b);
        throw a.TryNumber(out _) ? BadOperand(f, "perform arithmetic on", right, b) : BadOperand(f, "perform arithmetic on", left, a);
    }
}

sealed class Add(Expr left, Expr right) : Arithmetic(left, right, Meta.Add)
{
    public override double Of(double a, double b) => a + b;

    public override LuaValue Get(Frame f)
    {
        var a = Left.Get(f);
        var b = Right.Get(f);
        return a.IsNumber && b.IsNumber ? a.Number + b.Number : Otherwise(f, a, b);
    }
}

sealed class Subtract(Expr left, Expr right) : Arithmetic(left, right, Meta.Subtract)
{
    public override double Of(double a, double b) => a - b;

    public override LuaValue Get(Frame f)
    {
        var a = Left.Get(f);
        var b = Right.Get(f);
        return a.IsNumber && b.IsNumber ? a.Number - b.Number : Otherwise(f, a, b);
    }
}

sealed class Multiply(Expr left, Expr right) : Arithmetic(left, right, Meta.Multiply)
{
    public override double Of(double a, double b) => a * b;

    public override LuaValue Get(Frame f)
    {
        var a = Left.Get(f);
        var b = Right.Get(f);
        return a.IsNumber && b.IsNumber ? a.Number * b.Number : Otherwise(f, a, b);
    }
}

sealed class Divide(Expr left, Expr right) : Arithmetic(left, right, Meta.Divide)
{
    public override double Of(double a, double b) => a / b;

    public override LuaValue Get(Frame f)
    {
        var a = Left.Get(f);
        var b = Right.Get(f);
        return a.IsNumber && b.IsNumber ? a.Number / b.Number : Otherwise(f, a, b);
    }
}

sealed class Modulo(Expr left, Expr right) : Arithmetic(left, right, Meta.Modulo)
{
    /// <summary>The rest has the sign of the divisor.</summary>
    public override double Of(double a, double b) => a - Math.Floor(a / b) * b;

    public override LuaValue Get(Frame f)
    {
        var a = Left.Get(f);
        var b = Right.Get(f);
        return a.IsNumber && b.IsNumber ? Of(a.Number, b.Number) : Otherwise(f, a, b);
    }
}

sealed class Power(Expr left, Expr right) : Arithmetic(left, right, Meta.Power)
{
    public override double Of(double a, double b) => Math.Pow(a, b);

    public override LuaValue Get(Frame f)
    {
        var a = Left.Get(f);
        var b = Right.Get(f);
        return a.IsNumber && b.IsNumber ? Math.Pow(a.Number, b.Number) : Otherwise(f, a, b);
    }
}

sealed class Negate(Expr operand) : Expr
{
    public override LuaValue Get(Frame f)
    {
        var a = operand.Get(f);
        if (a.TryNumber(out var number))
            return -number;
        f.Line = Line;
        var deed = Meta.Of(f.State, a, Meta.Negate);
        return deed.IsNil ? throw BadOperand(f, "perform arithmetic on", operand, a) : f.State.Call(deed, a, a);
    }
}

/// <summary><c>#</c></summary>
sealed class LengthExpr(Expr operand) : Expr
{
    public override LuaValue Get(Frame f)
    {
        var a = operand.Get(f);
        if (a.Object is LuaTable table)
            return table.Length;
        if (a.Object is LuaText text)
            return text.Length;
        f.Line = Line;
        var deed = Meta.Of(f.State, a, Meta.Length);
        return deed.IsNil ? throw BadOperand(f, "get length of", operand, a) : f.State.Call(deed, a);
    }
}
