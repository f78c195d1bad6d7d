using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>string</c>: what scripts do with texts.</summary>
static class TextLibrary
{
    public static void Open(LuaState state)
    {
        var library = new LuaTable();
        library.OfferMany("byte", Byte);
        library.Offer("char", Char);
        library.OfferMany("find", (s, a) => Find(s, a, find: true));
        library.Offer("format", (s, a) => LuaValue.Of(TextFormat.Format(s, a)));
        library.Offer("gmatch", GMatch);
        library.Offer("gfind", GMatch);
        library.OfferMany("gsub", TextReplacement.Replace);
        library.Offer("len", (_, a) => a.Text(0).Length);
        library.Offer("lower", (s, a) => Map(s, a.Text(0), c => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c + 32) : c));
        library.OfferMany("match", (s, a) => Find(s, a, find: false));
        library.Offer("rep", Repeat);
        library.Offer("reverse", Reverse);
        library.Offer("sub", Sub);
        library.Offer("upper", (s, a) => Map(s, a.Text(0), c => c is >= (byte)'a' and <= (byte)'z' ? (byte)(c - 32) : c));
        state.Globals["string"] = LuaValue.Of(library);
        state.TextMethods["__index"] = LuaValue.Of(library);
    }

    /// <summary>A place as scripts count: from 1, or from the end if negative; here from 0, and not below.</summary>
    public static int Start(int place, int length) => place > 0 ? place - 1 : place == 0 ? 0 : Math.Max(0, length + place);

    static int End(int place, int length) => place >= 0 ? Math.Min(place, length) : length + place + 1;

    static LuaValue Sub(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var text = args.Text(0);
        var start = Start(args.Integer(1), text.Length);
        var end = End(args.Integer(2, -1), text.Length);
        if (start == 0 && end == text.Length)
            return LuaValue.Of(text);
        state.Take(Math.Max(0, end - start));
        return start < end ? LuaValue.Of(text.Bytes.AsSpan(start, end - start)) : LuaValue.Of(LuaText.Empty);
    }

    static LuaValue Byte(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var text = args.Text(0);
        var first = args.Integer(1, 1);
        var start = Start(first, text.Length);
        var end = End(args.Integer(2, first), text.Length);
        if (start >= end)
            return state.NoResults();
        if (end - start > LuaState.MostResults)
            throw state.Error("string slice too long");
        var codes = new LuaValue[end - start];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = text.Bytes[start + i];
        return state.Results(codes);
    }

    static LuaValue Char(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var bytes = new byte[args.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = args.Integer(i) is >= 0 and <= 255 and var code ? (byte)code : throw new BadArgument(i, "invalid value");
        return LuaValue.Of(new LuaText(bytes));
    }

    static LuaValue Map(LuaState state, LuaText text, Func<byte, byte> change)
    {
        state.Take(text.Length);
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = change(text.Bytes[i]);
        return LuaValue.Of(new LuaText(bytes));
    }

    static LuaValue Reverse(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        state.Take(args.Text(0).Length);
        var bytes = args.Text(0).Bytes.AsSpan().ToArray();
        Array.Reverse(bytes);
        return LuaValue.Of(new LuaText(bytes));
    }

    static LuaValue Repeat(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var between = args.Text(2, LuaText.Empty).Bytes;
        byte[] text = between.Length == 0 ? args.Text(0).Bytes : [.. args.Text(0).Bytes, .. between];
        var times = Math.Max(0, args.Integer(1));
        var length = Math.Max(0, (long)text.Length * times - between.Length);
        state.Take(length);
        if (length > int.MaxValue - 64)
            throw state.Error("not enough memory");
        var bytes = new byte[length];
        // What is there is doubled, not begun again from one.
        text.AsSpan(0, Math.Min(text.Length, bytes.Length)).CopyTo(bytes);
        for (var done = text.Length; done > 0 && done < bytes.Length; done *= 2)
            bytes.AsSpan(0, Math.Min(done, bytes.Length - done)).CopyTo(bytes.AsSpan(done));
        return LuaValue.Of(new LuaText(bytes));
    }

    static LuaValue Find(LuaState state, ReadOnlySpan<LuaValue> args, bool find)
    {
        var text = args.Text(0).Bytes;
        var pattern = args.Text(1).Bytes;
        var at = Math.Min(Start(args.Integer(2, 1), text.Length), text.Length);
        if (find && (!args.At(3).IsFalse || pattern.AsSpan().IndexOfAny(s_special) < 0))
        {
            var found = PlainFind(state, text.AsSpan(at), pattern);
            return found < 0 ? state.Results(default(LuaValue)) : state.Results(at + found + 1, at + found + pattern.Length);
        }
        var anchored = pattern.Length > 0 && pattern[0] == '^';
        var match = new TextPattern(state, text, pattern);
        do
        {
            var end = match.Match(at, anchored ? 1 : 0);
            if (end >= 0)
                return Found(state, match, at, end, find);
        }
        while (++at <= text.Length && !anchored);
        return state.Results(default(LuaValue));
    }

    /// <summary>A search takes as long as the text and what is looked for multiplied, at worst: it goes piece by piece.</summary>
    static int PlainFind(LuaState state, ReadOnlySpan<byte> text, ReadOnlySpan<byte> wanted)
    {
        const int Piece = 1 << 20;
        var piece = Math.Max(1, Piece / Math.Max(1, wanted.Length / 64));
        for (var at = 0; ; at += piece)
        {
            var here = text[at..];
            var isLast = here.Length - wanted.Length < piece;
            var found = (isLast ? here : here[..(piece + wanted.Length)]).IndexOf(wanted);
            if (found >= 0 || isLast)
                return found < 0 ? found : at + found;
            state.Step(LuaState.StepsBetweenChecks);
        }
    }

    static readonly System.Buffers.SearchValues<byte> s_special = System.Buffers.SearchValues.Create("^$*+?.([%-"u8);

    static LuaValue Found(LuaState state, TextPattern match, int start, int end, bool find)
    {
        var captures = find ? match.CaptureCount : Math.Max(1, match.CaptureCount);
        var results = new LuaValue[captures + (find ? 2 : 0)];
        var at = 0;
        if (find)
        {
            results[at++] = start + 1;
            results[at++] = end;
        }
        for (var i = 0; i < captures; i++)
            results[at + i] = match.Capture(i, start, end);
        return state.Results(results);
    }

    /// <summary>A function that gives the next match each time it is called.</summary>
    static LuaValue GMatch(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var text = args.Text(0).Bytes;
        var match = new TextPattern(state, text, args.Text(1).Bytes);
        var at = 0;
        return LuaValue.Of(new HostFunction("gmatch", (s, _) =>
        {
            for (; at <= text.Length; at++)
            {
                var end = match.Match(at, 0);
                if (end < 0)
                    continue;
                var start = at;
                at = end == start ? end + 1 : end;
                return Found(s, match, start, end, find: false);
            }
            return s.Results(default(LuaValue));
        }, setsResults: true));
    }
}
