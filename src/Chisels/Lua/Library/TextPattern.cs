using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>Lua's patterns: one match of one text, with its captures.</summary>
sealed class TextPattern(LuaState state, byte[] text, byte[] pattern)
{
    const int MostCaptures = 32, DeepestNesting = 200, Open = -1, Position = -2, NoMatch = -1;
    const byte Escape = (byte)'%';

    readonly (int Start, int Length)[] _captures = new (int, int)[MostCaptures];
    /// <summary>A pattern may take longer over a text than anybody waits; one that makes sense goes over it a few times.</summary>
    readonly long _mostWork = 1_000_000_000 + 64L * text.Length;
    int _depth, _work;
    long _done;

    public int CaptureCount { get; private set; }

    /// <summary>Where a match that begins at a place ends; negative when there is none.</summary>
    public int Match(int at, int from)
    {
        CaptureCount = 0;
        _depth = 0;
        Count(1);
        return Step(at, from);
    }

    /// <summary>A capture; of a pattern without captures number 0 is the whole match.</summary>
    public LuaValue Capture(int index, int start, int end)
    {
        if (index >= CaptureCount)
            return index == 0 ? Cut(start, end - start) : throw state.Error("invalid capture index");
        var (from, length) = _captures[index];
        return length switch
        {
            Position => from + 1,
            Open => throw state.Error("unfinished capture"),
            _ => Cut(from, length),
        };
    }

    /// <summary>A stretch of the text.</summary>
    public ReadOnlySpan<byte> Text(int start, int end) => text.AsSpan(start, end - start);

    LuaValue Cut(int start, int length)
    {
        state.Take(length);
        return LuaValue.Of(text.AsSpan(start, length));
    }

    int Step(int at, int p)
    {
        if (++_depth > DeepestNesting)
            throw state.Error("pattern too complex");
        try
        {
            while (p < pattern.Length)
            {
                switch (pattern[p])
                {
                    case (byte)'(': return StartCapture(at, p);
                    case (byte)')': return EndCapture(at, p + 1);
                    case (byte)'$' when p + 1 == pattern.Length: return at == text.Length ? at : NoMatch;
                    case Escape when p + 1 < pattern.Length && pattern[p + 1] == 'b':
                        at = Balance(at, p + 2);
                        p += 4;
                        break;
                    case Escape when p + 1 < pattern.Length && pattern[p + 1] == 'f':
                        at = Frontier(at, ref p);
                        break;
                    case Escape when p + 1 < pattern.Length && char.IsAsciiDigit((char)pattern[p + 1]):
                        at = Again(at, pattern[p + 1]);
                        p += 2;
                        break;
                    default:
                        var end = ClassEnd(p);
                        Count(end - p);
                        var repeat = end < pattern.Length ? pattern[end] : (byte)0;
                        if (repeat == '*')
                            return Longest(at, p, end, 0);
                        if (repeat == '+')
                            return Longest(at, p, end, 1);
                        if (repeat == '-')
                            return Shortest(at, p, end);
                        if (repeat == '?')
                        {
                            if (IsOne(at, p, end) && Step(at + 1, end + 1) is >= 0 and var with)
                                return with;
                            p = end + 1;
                            continue;
                        }
                        at = IsOne(at, p, end) ? at + 1 : NoMatch;
                        p = end;
                        break;
                }
                if (at < 0)
                    return NoMatch;
            }
            return at;
        }
        finally
        {
            _depth--;
        }
    }

    int StartCapture(int at, int p)
    {
        if (CaptureCount >= MostCaptures)
            throw state.Error("too many captures");
        var isPosition = p + 1 < pattern.Length && pattern[p + 1] == ')';
        _captures[CaptureCount++] = (at, isPosition ? Position : Open);
        var end = Step(at, isPosition ? p + 2 : p + 1);
        if (end < 0)
            CaptureCount--;
        return end;
    }

    int EndCapture(int at, int p)
    {
        var index = CaptureCount - 1;
        while (index >= 0 && _captures[index].Length != Open)
            index--;
        if (index < 0)
            throw state.Error("invalid pattern capture");
        _captures[index].Length = at - _captures[index].Start;
        var end = Step(at, p);
        if (end < 0)
            _captures[index].Length = Open;
        return end;
    }

    int Longest(int at, int p, int end, int least)
    {
        var count = 0;
        while (IsOne(at + count, p, end))
            count++;
        Count((count + 1L) * (end - p));
        for (; count >= least; count--)
        {
            Count(1);
            if (Step(at + count, end + 1) is >= 0 and var match)
                return match;
        }
        return NoMatch;
    }

    int Shortest(int at, int p, int end)
    {
        while (true)
        {
            Count(end - p);
            if (Step(at, end + 1) is >= 0 and var match)
                return match;
            if (!IsOne(at, p, end))
                return NoMatch;
            at++;
        }
    }

    /// <summary>A pattern may take very long over a long text; the user can still end it.</summary>
    void Count(long work)
    {
        const int OfStep = 16;
        if ((_work += (int)Math.Min(work, int.MaxValue / 2)) < OfStep)
            return;
        state.Step(_work / OfStep);
        _done += _work;
        _work = 0;
        if (_done > _mostWork)
            throw state.Error("pattern too complex");
    }

    /// <summary><c>%bxy</c>: from an x to the y that closes it.</summary>
    int Balance(int at, int p)
    {
        if (p + 1 >= pattern.Length)
            throw state.Error("unbalanced pattern");
        if (at >= text.Length || text[at] != pattern[p])
            return NoMatch;
        var open = 1;
        for (var i = at + 1; i < text.Length; i++)
        {
            Count(1);
            if (text[i] == pattern[p + 1])
            {
                if (--open == 0)
                    return i + 1;
            }
            else if (text[i] == pattern[p])
                open++;
        }
        return NoMatch;
    }

    /// <summary><c>%f[set]</c>: here a set begins.</summary>
    int Frontier(int at, ref int p)
    {
        p += 2;
        if (p >= pattern.Length || pattern[p] != '[')
            throw state.Error("missing '[' after '%f' in pattern");
        var end = ClassEnd(p);
        Count(end - p);
        var before = at == 0 ? (byte)0 : text[at - 1];
        var here = at < text.Length ? text[at] : (byte)0;
        var fits = !InSet(before, p, end - 1) && InSet(here, p, end - 1);
        p = end;
        return fits ? at : NoMatch;
    }

    /// <summary><c>%1</c>: what a capture has caught, once more.</summary>
    int Again(int at, byte digit)
    {
        var index = digit - '1';
        if (index < 0 || index >= CaptureCount || _captures[index].Length == Open)
            throw state.Error("invalid capture index");
        var (start, length) = _captures[index];
        length = Math.Max(0, length);
        Count(length / 16);
        return text.Length - at >= length && text.AsSpan(start, length).SequenceEqual(text.AsSpan(at, length)) ? at + length : NoMatch;
    }

    /// <summary>Where a single-character class ends that begins at a place.</summary>
    int ClassEnd(int p)
    {
        if (pattern[p] == Escape)
            return p + 1 < pattern.Length ? p + 2 : throw state.Error("malformed pattern (ends with '%')");
        if (pattern[p] != '[')
            return p + 1;
        p++;
        if (p < pattern.Length && pattern[p] == '^')
            p++;
        do
        {
            if (p >= pattern.Length)
                throw state.Error("malformed pattern (missing ']')");
            p += pattern[p] == Escape ? 2 : 1;
        }
        while (p >= pattern.Length || pattern[p] != ']');
        return p + 1;
    }

    bool IsOne(int at, int p, int end) => at < text.Length && pattern[p] switch
    {
        (byte)'.' => true,
        Escape => InClass(text[at], pattern[p + 1]),
        (byte)'[' => InSet(text[at], p, end - 1),
        var c => c == text[at],
    };

    bool InSet(byte c, int p, int close)
    {
        var wanted = true;
        p++;
        if (pattern[p] == '^')
        {
            wanted = false;
            p++;
        }
        for (; p < close; p++)
        {
            if (pattern[p] == Escape)
            {
                if (InClass(c, pattern[++p]))
                    return wanted;
            }
            else if (p + 2 < close && pattern[p + 1] == '-')
            {
                if (pattern[p] <= c && c <= pattern[p + 2])
                    return wanted;
                p += 2;
            }
            else if (pattern[p] == c)
                return wanted;
        }
        return !wanted;
    }

    static bool InClass(byte c, byte name)
    {
        var isIn = (char)(name | 0x20) switch
        {
            'a' => char.IsAsciiLetter((char)c),
            'c' => c < 0x20 || c == 0x7f,
            'd' => char.IsAsciiDigit((char)c),
            'g' => c is > 0x20 and < 0x7f,
            'l' => char.IsAsciiLetterLower((char)c),
            'p' => c is > 0x20 and < 0x7f && !char.IsAsciiLetterOrDigit((char)c),
            's' => c is (byte)' ' or >= 9 and <= 13,
            'u' => char.IsAsciiLetterUpper((char)c),
            'w' => char.IsAsciiLetterOrDigit((char)c),
            'x' => char.IsAsciiHexDigit((char)c),
            'z' => c == 0,
            _ => (bool?)null,
        };
        return isIn is null || !char.IsAsciiLetter((char)name) ? name == c : char.IsAsciiLetterUpper((char)name) ? !isIn.Value : isIn.Value;
    }
}
