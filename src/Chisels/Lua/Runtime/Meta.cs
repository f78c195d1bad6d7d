namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>What values do by their metatables.</summary>
static class Meta
{
    const int LongestChain = 100;

    public static readonly LuaText Index = Name("__index"), NewIndex = Name("__newindex"), Call = Name("__call"), Add = Name("__add"),
        Subtract = Name("__sub"), Multiply = Name("__mul"), Divide = Name("__div"), Modulo = Name("__mod"), Power = Name("__pow"),
        Negate = Name("__unm"), Concat = Name("__concat"), Length = Name("__len"), Equal = Name("__eq"), Less = Name("__lt"),
        LessOrEqual = Name("__le"), ToText = Name("__tostring"), Metatable = Name("__metatable");

    public static LuaTable? TableOf(LuaState state, in LuaValue value) => value.Object switch
    {
        LuaTable table => table.Metatable,
        LuaText => state.TextMethods,
        LuaUserData data => data.Metatable,
        _ => null,
    };

    /// <summary>A metamethod, or nil.</summary>
    public static LuaValue Of(LuaState state, in LuaValue value, LuaText name) => TableOf(state, value)?.Get(name) ?? default;

    /// <summary>An element with <c>__index</c>; false when the value can't be indexed.</summary>
    public static bool TryGet(LuaState state, LuaValue from, LuaValue key, out LuaValue value)
    {
        for (var i = 0; i < LongestChain; i++)
        {
            LuaValue handler;
            if (from.Object is LuaTable table)
            {
                value = table.Get(key);
                if (!value.IsNil || table.Metatable is null)
                    return true;
                handler = table.Metatable.Get(Index);
                if (handler.IsNil)
                    return true;
            }
            else
            {
                handler = Of(state, from, Index);
                if (handler.IsNil)
                {
                    value = default;
                    return false;
                }
            }
            if (handler.Object is LuaFunction function)
            {
                value = function.Call(state, [from, key]);
                return true;
            }
            from = handler;
        }
        throw state.Error("loop in gettable");
    }

    /// <summary>Sets an element with <c>__newindex</c>; false when the value can't be indexed.</summary>
    public static bool TrySet(LuaState state, LuaValue to, LuaValue key, LuaValue value)
    {
        for (var i = 0; i < LongestChain; i++)
        {
            LuaValue handler;
            if (to.Object is LuaTable table)
            {
                handler = table.Metatable is { } meta && table.Get(key).IsNil ? meta.Get(NewIndex) : default;
                if (handler.IsNil)
                {
                    table.Set(key, value);
                    return true;
                }
            }
            else
            {
                handler = Of(state, to, NewIndex);
                if (handler.IsNil)
                    return false;
            }
            if (handler.Object is LuaFunction function)
            {
                function.Call(state, [to, key, value]);
                return true;
            }
            to = handler;
        }
        throw state.Error("loop in settable");
    }

    public static bool AreEqual(LuaState state, in LuaValue a, in LuaValue b)
    {
        if (a.RawEquals(b))
            return true;
        if (a.Object is not (LuaTable or LuaUserData) || b.Object is null || a.Object.GetType() != b.Object.GetType())
            return false;
        var handler = Of(state, a, Equal);
        return !handler.IsNil && handler.RawEquals(Of(state, b, Equal)) && !state.Call(handler, a, b).IsFalse;
    }

    public static bool IsLess(LuaState state, in LuaValue a, in LuaValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return a.Number < b.Number;
        if (a.Object is LuaText x && b.Object is LuaText y)
            return x.Bytes.AsSpan().SequenceCompareTo(y.Bytes) < 0;
        return Compare(state, a, b, Less) ?? throw NotComparable(state, a, b);
    }

    public static bool IsLessOrEqual(LuaState state, in LuaValue a, in LuaValue b)
    {
        if (a.IsNumber && b.IsNumber)
            return a.Number <= b.Number;
        if (a.Object is LuaText x && b.Object is LuaText y)
            return x.Bytes.AsSpan().SequenceCompareTo(y.Bytes) <= 0;
        return Compare(state, a, b, LessOrEqual) ?? !(Compare(state, b, a, Less) ?? throw NotComparable(state, a, b));
    }

    /// <summary>As <c>tostring</c> shows a value.</summary>
    public static LuaText TextOf(LuaState state, in LuaValue value)
    {
        if (value.AsText() is { } text)
            return text;
        var handler = Of(state, value, ToText);
        if (!handler.IsNil)
            return state.Call(handler, value).AsText() ?? throw state.Error("'tostring' must return a string to 'print'");
        return value.Type switch
        {
            LuaType.Nil => new LuaText("nil"u8.ToArray()),
            LuaType.Boolean => new LuaText(value.IsFalse ? "false"u8.ToArray() : "true"u8.ToArray()),
            // A number that tells objects apart stands for the address.
            _ => Name($"{value.TypeName}: 0x{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.Object):x8}"),
        };
    }

    static bool? Compare(LuaState state, in LuaValue a, in LuaValue b, LuaText name)
    {
        var handler = Of(state, a, name);
        if (handler.IsNil || a.Type != b.Type)
            return null;
        return !state.Call(handler, a, b).IsFalse;
    }

    static LuaException NotComparable(LuaState state, in LuaValue a, in LuaValue b) => state.Error(a.Type == b.Type
        ? $"attempt to compare two {a.TypeName} values" : $"attempt to compare {a.TypeName} with {b.TypeName}");

    static LuaText Name(string name) => new(System.Text.Encoding.ASCII.GetBytes(name));
}
