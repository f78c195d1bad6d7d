using System.Text;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Lua.Syntax;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>The functions that have no table of their own.</summary>
static class BaseLibrary
{
    public static void Open(LuaState state)
    {
        var g = state.Globals;
        g["_VERSION"] = LuaValue.Of("Lua 5.1");
        g.OfferMany("assert", Assert);
        g.Offer("collectgarbage", CollectGarbage);
        g.Offer("error", (s, a) => throw Error(s, a));
        g.Offer("getfenv", GetEnvironment);
        g.Offer("getmetatable", GetMetatable);
        g.OfferMany("ipairs", (s, a) => s.Results([LuaValue.Of(s.NextElement), LuaValue.Of(a.Table(0)), 0]));
        g.OfferMany("load", Load);
        g.OfferMany("loadstring", LoadText);
        g.OfferMany("next", Next);
        g.OfferMany("pairs", (s, a) => s.Results([LuaValue.Of(s.Next), LuaValue.Of(a.Table(0)), default]));
        g.OfferMany("pcall", (s, a) => Protect(s, a.Any(0), a[1..], default));
        g.OfferMany("xpcall", (s, a) => Protect(s, a.Any(0), a.Length > 2 ? a[2..] : default, a.At(1)));
        g.Offer("rawequal", (_, a) => LuaValue.Of(a.Any(0).RawEquals(a.Any(1))));
        g.Offer("rawget", (_, a) => a.Table(0).Get(a.Any(1)));
        g.Offer("rawset", RawSet);
        g.OfferMany("select", Select);
        g.OfferMany("setfenv", SetEnvironment);
        g.Offer("setmetatable", SetMetatable);
        g.Offer("tonumber", ToNumber);
        g.Offer("tostring", (s, a) => LuaValue.Of(Meta.TextOf(s, a.Any(0))));
        g.Offer("type", (_, a) => LuaValue.Of(a.Any(0).TypeName));
        g.OfferMany("unpack", Unpack);
        state.Next = g["next"].Function;
        state.NextElement = new HostFunction("ipairs", NextElement, setsResults: true);
    }

    public static LuaValue Unpack(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        var first = args.Integer(1, 1);
        var count = (long)args.Integer(2, table.Length) - first + 1;
        if (count <= 0)
            return state.NoResults();
        if (count > LuaState.MostResults)
            throw state.Error("too many results to unpack");
        state.TakeValues((int)count);
        var values = new LuaValue[count];
        for (var i = 0; i < count; i++)
            values[i] = table.Get((double)first + i);
        return state.Results(values);
    }

    /// <summary>Calls a function; an error becomes a result.</summary>
    static LuaValue Protect(LuaState state, LuaValue function, ReadOnlySpan<LuaValue> args, LuaValue handler)
    {
        var frame = state.Frame;
        LuaValue error;
        try
        {
            state.Frame = new Frame { Caller = frame };
            var first = state.Call(function, args);
            state.Frame = frame;
            return state.Results([LuaValue.Of(true), .. state.Collect(first)]);
        }
        catch (LuaException e)
        {
            error = e.Value;
        }
        // Only here the stack of what failed is given back: after an overflow a handler needs it.
        if (!handler.IsNil)
            error = Handle(state, handler, error);
        state.Frame = frame;
        return state.Results(LuaValue.Of(false), error);
    }

    static LuaValue Handle(LuaState state, LuaValue handler, LuaValue error)
    {
        try
        {
            return state.Call(handler, error);
        }
        catch (LuaException)
        {
            return LuaValue.Of("error in error handling");
        }
    }

    static LuaException Error(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var value = args.At(0);
        var level = args.Integer(1, 1);
        return level > 0 && value.AsText() is { } text ? state.Error(text.ToString(), level) : new LuaException(value);
    }

    static LuaValue Assert(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (!args.Any(0).IsFalse)
            return state.Results(args);
        throw args.Length > 1 ? new LuaException(args[1]) : new LuaException("assertion failed!");
    }

    static LuaValue CollectGarbage(LuaState state, ReadOnlySpan<LuaValue> args) =>
        args.At(0).Text?.ToString() == "count" ? GC.GetTotalMemory(false) / 1024.0 : 0;

    static LuaValue Next(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        var place = table.PlaceBehind(args.At(1));
        return table.Next(ref place, out var key, out var value) ? state.Results(key, value) : state.Results(default(LuaValue));
    }

    static LuaValue NextElement(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var at = args.Number(1) + 1;
        var value = args.Table(0).Get(at);
        return value.IsNil ? state.Results(default(LuaValue)) : state.Results(at, value);
    }

    static LuaValue RawSet(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        args.Table(0).Set(args.Any(1), args.Any(2));
        return args[0];
    }

    static LuaValue Select(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (args.At(0).Text is { Length: 1 } text && text.Bytes[0] == '#')
            return state.Results(args.Length - 1);
        var at = args.Integer(0);
        if (at < 0)
            at = args.Length + at;
        if (at < 1)
            throw new BadArgument(0, "index out of range");
        return at >= args.Length ? state.NoResults() : state.Results(args[at..]);
    }

    static LuaValue GetMetatable(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (Meta.TableOf(state, args.Any(0)) is not { } table)
            return default;
        var shown = table.Get(Meta.Metatable);
        return shown.IsNil ? LuaValue.Of(table) : shown;
    }

    static LuaValue SetMetatable(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var table = args.Table(0);
        if (table.Metatable?.Get(Meta.Metatable) is { IsNil: false })
            throw state.Error("cannot change a protected metatable");
        table.Metatable = args.At(1).IsNil ? null : args.Table(1);
        return args[0];
    }

    static LuaValue ToNumber(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var numberBase = args.Integer(1, 10);
        if (numberBase == 10)
            return args.Any(0).TryNumber(out var number) ? number : default(LuaValue);
        if (numberBase is < 2 or > 36)
            throw new BadArgument(1, "base out of range");
        var digits = args.Text(0).ToString().Trim().ToLowerInvariant();
        var isNegative = digits.StartsWith('-');
        digits = isNegative ? digits[1..] : digits;
        if (numberBase == 16 && digits.StartsWith("0x", StringComparison.Ordinal))
            digits = digits[2..];
        var value = 0.0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetterLower(c) ? c - 'a' + 10 : numberBase;
            if (digit >= numberBase)
                return default;
            value = value * numberBase + digit;
        }
        return digits.Length == 0 ? default(LuaValue) : isNegative ? -value : value;
    }

    static LuaValue Load(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (args.At(0).Text is not null)
            return LoadText(state, args);
        var function = args.Function(0);
        var name = args.Text(1, new LuaText("=(load)"u8.ToArray()));
        var text = new List<byte>();
        while (function.Call(state, []).Text is { Length: > 0 } part)
        {
            state.Take(part.Length);
            text.AddRange(part.Bytes);
            if (text.Count > ScriptText.MostBytes)
                break;
        }
        return LoadText(state, [LuaValue.Of(text.ToArray()), LuaValue.Of(name)]);
    }

    static LuaValue LoadText(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var text = args.Text(0);
        var name = Encoding.UTF8.GetString(args.Text(1, text).Bytes.AsSpan()[..Math.Min(args.Text(1, text).Length, LongestName)]);
        try
        {
            if (text.Length > ScriptText.MostBytes)
                throw new LuaException($"{ShownName(name)}: too large for a script ({text.Length} bytes)");
            return state.Results(LuaValue.Of(new Closure(Parser.Parse(text.Bytes, ShownName(name), state), [], state.Globals)));
        }
        catch (LuaException e)
        {
            return state.Results(default, e.Value);
        }
    }

    /// <summary>More of a name is not looked at: it may be the whole text.</summary>
    const int LongestName = 200;

    /// <summary>What messages call a piece of script: "=name" and "@file" without their sign, else the beginning of the text.</summary>
    static string ShownName(string name)
    {
        if (name.StartsWith('=') || name.StartsWith('@'))
            return name[1..];
        var line = name.Split('\n')[0];
        return line.Length < name.Length || line.Length > 40 ? $"[string \"{line[..Math.Min(40, line.Length)]}...\"]" : $"[string \"{line}\"]";
    }

    static Closure? ClosureAt(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (args.At(0).Function is { } function)
            return function as Closure;
        var frame = state.Frame;
        for (var level = args.Integer(0, 1); level > 1 && frame is not null; level--)
            frame = frame.Caller;
        return frame is null ? throw new BadArgument(0, "invalid level") : frame.Closure;
    }

    static LuaValue GetEnvironment(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (args.At(0) is { IsNumber: true, Number: 0 })
            return LuaValue.Of(state.Globals);
        return LuaValue.Of(ClosureAt(state, args)?.Globals ?? state.Globals);
    }

    static LuaValue SetEnvironment(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var globals = args.Table(1);
        if (args[0] is { IsNumber: true, Number: 0 })
        {
            state.Globals = globals;
            return state.NoResults();
        }
        var closure = ClosureAt(state, args) ?? throw state.Error("'setfenv' cannot change environment of given object");
        closure.Globals = globals;
        return state.Results(LuaValue.Of(closure));
    }
}
