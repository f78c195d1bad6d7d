using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>math</c> and LuaJIT's <c>bit</c>.</summary>
static class MathLibrary
{
    public static void Open(LuaState state)
    {
        var math = new LuaTable { ["pi"] = Math.PI, ["huge"] = double.PositiveInfinity };
        foreach (var (name, function) in s_functions)
            math.Offer(name, (_, a) => function(a.Number(0)));
        math.Offer("atan2", (_, a) => Math.Atan2(a.Number(0), a.Number(1)));
        math.Offer("fmod", (_, a) => a.Number(0) % a.Number(1));
        math.Offer("mod", (_, a) => a.Number(0) % a.Number(1));
        math.Offer("pow", (_, a) => Math.Pow(a.Number(0), a.Number(1)));
        math.Offer("log", (_, a) => a.Length > 1 ? Math.Log(a.Number(0), a.Number(1)) : Math.Log(a.Number(0)));
        math.Offer("ldexp", (_, a) => Math.ScaleB(a.Number(0), a.Integer(1)));
        math.OfferMany("frexp", Frexp);
        math.OfferMany("modf", (s, a) => s.Results(Math.Truncate(a.Number(0)), double.IsInfinity(a.Number(0)) ? 0 : a.Number(0) - Math.Truncate(a.Number(0))));
        math.Offer("max", (_, a) => Most(a, true));
        math.Offer("min", (_, a) => Most(a, false));
        var random = new Random(0);
        math.Offer("randomseed", (_, a) =>
        {
            random = new Random(a.Number(0).GetHashCode());
            return default;
        });
        math.Offer("random", (_, a) => RandomOf(random, a));
        state.Globals["math"] = LuaValue.Of(math);
        state.Globals["bit"] = LuaValue.Of(Bits());
    }

    static readonly (string Name, Func<double, double> Function)[] s_functions =
    [
        ("abs", Math.Abs), ("acos", Math.Acos), ("asin", Math.Asin), ("atan", Math.Atan), ("ceil", Math.Ceiling), ("cos", Math.Cos),
        ("cosh", Math.Cosh), ("deg", x => x * (180 / Math.PI)), ("exp", Math.Exp), ("floor", Math.Floor), ("log10", Math.Log10),
        ("rad", x => x * (Math.PI / 180)), ("sin", Math.Sin), ("sinh", Math.Sinh), ("sqrt", Math.Sqrt), ("tan", Math.Tan), ("tanh", Math.Tanh),
    ];

    static LuaValue Most(ReadOnlySpan<LuaValue> args, bool largest)
    {
        var most = args.Number(0);
        for (var i = 1; i < args.Length; i++)
            most = largest ? Math.Max(most, args.Number(i)) : Math.Min(most, args.Number(i));
        return most;
    }

    /// <summary>A number as a fraction from a half to one, and the power of two it is multiplied by.</summary>
    static LuaValue Frexp(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var number = args.Number(0);
        if (number == 0 || !double.IsFinite(number))
            return state.Results(number, 0);
        var exponent = Math.ILogB(number) + 1;
        return state.Results(Math.ScaleB(number, -exponent), exponent);
    }

    static LuaValue RandomOf(Random random, ReadOnlySpan<LuaValue> args)
    {
        if (args.Length == 0)
            return random.NextDouble();
        var (first, last) = args.Length == 1 ? (1.0, args.Number(0)) : (args.Number(0), args.Number(1));
        if (first > last)
            throw new BadArgument(args.Length - 1, "interval is empty");
        return Math.Floor(first + random.NextDouble() * (last - first + 1));
    }

    static LuaTable Bits()
    {
        var bit = new LuaTable();
        bit.Offer("tobit", (_, a) => ToBits(a, 0));
        bit.Offer("bnot", (_, a) => ~ToBits(a, 0));
        bit.Offer("band", (_, a) => Fold(a, (x, y) => x & y));
        bit.Offer("bor", (_, a) => Fold(a, (x, y) => x | y));
        bit.Offer("bxor", (_, a) => Fold(a, (x, y) => x ^ y));
        bit.Offer("lshift", (_, a) => ToBits(a, 0) << (ToBits(a, 1) & 31));
        bit.Offer("rshift", (_, a) => (int)((uint)ToBits(a, 0) >> (ToBits(a, 1) & 31)));
        bit.Offer("arshift", (_, a) => ToBits(a, 0) >> (ToBits(a, 1) & 31));
        bit.Offer("rol", (_, a) => (int)System.Numerics.BitOperations.RotateLeft((uint)ToBits(a, 0), ToBits(a, 1)));
        bit.Offer("ror", (_, a) => (int)System.Numerics.BitOperations.RotateRight((uint)ToBits(a, 0), ToBits(a, 1)));
        bit.Offer("bswap", (_, a) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(ToBits(a, 0)));
        bit.Offer("tohex", (_, a) =>
        {
            var digits = a.Integer(1, 8);
            var text = ToBits(a, 0).ToString(digits < 0 ? "X8" : "x8", System.Globalization.CultureInfo.InvariantCulture);
            return LuaValue.Of(text[(8 - Math.Clamp(Math.Abs(digits), 0, 8))..]);
        });
        return bit;
    }

    static int ToBits(ReadOnlySpan<LuaValue> args, int at) => (int)(uint)(ulong)(long)Math.Round(args.Number(at) % 4294967296.0);

    static LuaValue Fold(ReadOnlySpan<LuaValue> args, Func<int, int, int> join)
    {
        var bits = ToBits(args, 0);
        for (var i = 1; i < args.Length; i++)
            bits = join(bits, ToBits(args, i));
        return bits;
    }
}
