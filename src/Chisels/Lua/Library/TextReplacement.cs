using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>string.gsub</c></summary>
static class TextReplacement
{
    public static LuaValue Replace(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        var text = args.Text(0).Bytes;
        var pattern = args.Text(1).Bytes;
        var by = args.At(2);
        if (by.AsText() is null && by.Type is not (LuaType.Table or LuaType.Function))
            throw new BadArgument(2, $"string/function/table expected, got {by.TypeName}");
        var most = args.Number(3, double.MaxValue);
        var anchored = pattern.Length > 0 && pattern[0] == '^';
        var match = new TextPattern(state, text, pattern);
        var to = new Utf8Writer(text.Length + 16);
        var (at, count) = (0, 0);
        while (count < most)
        {
            var end = match.Match(at, anchored ? 1 : 0);
            if (end >= 0)
            {
                count++;
                Write(state, to, match, by, text, at, end);
            }
            if (end > at)
                at = end;
            else if (at < text.Length)
                to.Write(text[at++]);
            else
                break;
            if (anchored)
                break;
            state.Step();
        }
        if (at < text.Length)
            to.Write(text.AsSpan(at));
        state.Take(to.Length);
        return state.Results(LuaValue.Of(to.Written), count);
    }

    static void Write(LuaState state, Utf8Writer to, TextPattern match, in LuaValue by, byte[] text, int start, int end)
    {
        LuaValue value;
        switch (by.Object)
        {
            case LuaTable:
                Meta.TryGet(state, by, match.Capture(0, start, end), out value);
                break;
            case LuaFunction function:
                var captures = new LuaValue[Math.Max(1, match.CaptureCount)];
                for (var i = 0; i < captures.Length; i++)
                    captures[i] = match.Capture(i, start, end);
                value = function.Call(state, captures);
                break;
            default:
                WriteTemplate(state, to, match, by.AsText()!.Bytes, start, end);
                return;
        }
        var replacement = value.IsFalse ? text.AsSpan(start, end - start) : (value.AsText() ?? throw state.Error($"invalid replacement value (a {value.TypeName})")).Bytes;
        state.Take(replacement.Length);
        to.Write(replacement);
    }

    static void WriteTemplate(LuaState state, Utf8Writer to, TextPattern match, byte[] template, int start, int end)
    {
        state.Take(template.Length);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '%' || ++i >= template.Length)
                to.Write(template[Math.Min(i, template.Length - 1)]);
            else if (!char.IsAsciiDigit((char)template[i]))
                to.Write(template[i]);
            else if (template[i] == '0')
            {
                state.Take(end - start);
                to.Write(match.Text(start, end));
            }
            else
                to.Write(match.Capture(template[i] - '1', start, end).AsText()!.Bytes);
        }
    }
}
