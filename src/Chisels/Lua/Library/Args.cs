using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>The arguments of a function of the host, counted from 0, as it wants them.</summary>
static class Args
{
    public static LuaValue At(this ReadOnlySpan<LuaValue> args, int at) => at < args.Length ? args[at] : default;

    /// <summary>Any value, but one must be there.</summary>
    public static LuaValue Any(this ReadOnlySpan<LuaValue> args, int at) =>
        at < args.Length ? args[at] : throw new BadArgument(at, "value expected");

    public static double Number(this ReadOnlySpan<LuaValue> args, int at) =>
        args.At(at).TryNumber(out var number) ? number : throw Wrong(args, at, "number");

    public static double Number(this ReadOnlySpan<LuaValue> args, int at, double otherwise) =>
        args.At(at).IsNil ? otherwise : args.Number(at);

    /// <summary>A whole number; one that no integer holds becomes the nearest that does.</summary>
    public static int Integer(this ReadOnlySpan<LuaValue> args, int at) => (int)Math.Clamp(args.Number(at), int.MinValue, int.MaxValue);

    public static int Integer(this ReadOnlySpan<LuaValue> args, int at, int otherwise) =>
        args.At(at).IsNil ? otherwise : args.Integer(at);

    public static LuaText Text(this ReadOnlySpan<LuaValue> args, int at) => args.At(at).AsText() ?? throw Wrong(args, at, "string");

    public static LuaText Text(this ReadOnlySpan<LuaValue> args, int at, LuaText otherwise) =>
        args.At(at).IsNil ? otherwise : args.Text(at);

    public static LuaTable Table(this ReadOnlySpan<LuaValue> args, int at) => args.At(at).Table ?? throw Wrong(args, at, "table");

    public static LuaFunction Function(this ReadOnlySpan<LuaValue> args, int at) => args.At(at).Function ?? throw Wrong(args, at, "function");

    static BadArgument Wrong(ReadOnlySpan<LuaValue> args, int at, string wanted) =>
        new(at, $"{wanted} expected, got {(at < args.Length ? args[at].TypeName : "no value")}");

    /// <summary>Offers functions with one result in a table.</summary>
    public static void Offer(this LuaTable table, string name, HostCall call) => table[name] = LuaValue.Of(new HostFunction(name, call));

    /// <summary>Offers a function that sets its results itself.</summary>
    public static void OfferMany(this LuaTable table, string name, HostCall call) => table[name] = LuaValue.Of(new HostFunction(name, call, setsResults: true));
}
