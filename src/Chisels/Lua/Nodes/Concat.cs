using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Nodes;

/// <summary><c>a .. b .. c</c>, joined in one go.</summary>
sealed class Concat(Expr[] parts) : Expr
{
    public Expr[] Parts => parts;

    public override LuaValue Get(Frame f)
    {
        var values = new LuaValue[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            values[i] = parts[i].Get(f);
        // From the right, as the operator binds: what can be joined is, and a metamethod takes two.
        var end = values.Length;
        while (end > 1)
        {
            var start = end;
            var length = 0L;
            while (start > 0 && values[start - 1].AsText() is { } text)
            {
                values[--start] = LuaValue.Of(text);
                length += text.Length;
            }
            if (end - start >= 2)
            {
                values[start] = LuaValue.Of(Join(f, values.AsSpan(start, end - start), length));
                end = start + 1;
            }
            else
            {
                values[end - 2] = Handle(f, values[end - 2], values[end - 1], end);
                end--;
            }
        }
        return values[0];
    }

    static LuaText Join(Frame f, ReadOnlySpan<LuaValue> texts, long length)
    {
        f.State.Take(length);
        if (length > int.MaxValue - 64)
            throw f.State.Error("not enough memory");
        var bytes = new byte[length];
        var at = 0;
        foreach (var value in texts)
        {
            var text = (LuaText)value.Object!;
            text.Bytes.CopyTo(bytes, at);
            at += text.Length;
        }
        return new LuaText(bytes);
    }

    LuaValue Handle(Frame f, in LuaValue a, in LuaValue b, int end)
    {
        f.Line = Line;
        var deed = Meta.Of(f.State, a, Meta.Concat);
        if (deed.IsNil)
            deed = Meta.Of(f.State, b, Meta.Concat);
        if (!deed.IsNil)
            return f.State.Call(deed, a, b);
        throw a.AsText() is null ? BadOperand(f, "concatenate", parts[end - 2], a) : BadOperand(f, "concatenate", parts[end - 1], b);
    }
}
