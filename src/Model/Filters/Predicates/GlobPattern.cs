namespace CSysdig.Model.Filters.Predicates;

/// <summary>
/// A shell pattern as POSIX fnmatch without flags takes it, byte by byte: <c>*</c> and <c>?</c> match a slash too,
/// <c>[a-z]</c>, <c>[!a]</c>, <c>[[:digit:]]</c>, and <c>\</c> takes what follows as it stands.
/// </summary>
sealed class GlobPattern(byte[] pattern, bool ignoreCase)
{
    readonly byte[] _pattern = ignoreCase ? Array.ConvertAll(pattern, AsciiCase.ToLower) : pattern;

    public bool Matches(ReadOnlySpan<byte> text)
    {
        int p = 0, t = 0, starPattern = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < _pattern.Length && _pattern[p] == '*')
            {
                starPattern = ++p;
                starText = t;
                continue;
            }
            if (p < _pattern.Length && MatchesOne(ref p, ignoreCase ? AsciiCase.ToLower(text[t]) : text[t]))
            {
                t++;
                continue;
            }
            if (starPattern < 0)
                return false;
            p = starPattern; // the last star takes one byte more
            t = ++starText;
        }
        while (p < _pattern.Length && _pattern[p] == '*')
            p++;
        return p == _pattern.Length;
    }

    /// <summary>Matches one byte with the element at <paramref name="p"/> and steps over the element.</summary>
    bool MatchesOne(ref int p, byte b)
    {
        switch (_pattern[p])
        {
            case (byte)'?':
                p++;
                return true;
            case (byte)'[' when Bracket(p, b, out var matches) is var end and >= 0:
                p = end;
                return matches;
            case (byte)'\\':
                p += 2;
                return p <= _pattern.Length && _pattern[p - 1] == b; // a pattern that ends in an escape matches nothing
            default:
                return _pattern[p++] == b;
        }
    }

    /// <summary>Reads a bracket expression; the place behind it, or -1 where it is never closed and so an ordinary bracket.</summary>
    int Bracket(int p, byte b, out bool matches)
    {
        matches = false;
        p++;
        var negated = p < _pattern.Length && _pattern[p] is (byte)'!' or (byte)'^';
        if (negated)
            p++;
        for (var first = true; p < _pattern.Length; first = false)
        {
            if (_pattern[p] == ']' && !first)
            {
                matches ^= negated;
                return p + 1;
            }
            if (NamedClass(ref p, b, out var within))
            {
                matches |= within;
                continue;
            }
            var low = Element(ref p);
            var high = low;
            if (p + 1 < _pattern.Length && _pattern[p] == '-' && _pattern[p + 1] != ']')
            {
                p++;
                high = Element(ref p);
            }
            matches |= b >= low && b <= high;
        }
        return -1;
    }

    byte Element(ref int p)
    {
        if (_pattern[p] == '\\' && p + 1 < _pattern.Length)
            p++;
        return _pattern[p++];
    }

    bool NamedClass(ref int p, byte b, out bool within)
    {
        within = false;
        var rest = _pattern.AsSpan(p);
        if (!rest.StartsWith("[:"u8))
            return false;
        var close = rest.IndexOf(":]"u8);
        if (close < 0)
            return false;
        p += close + 2;
        within = CharacterClass.Contains(rest[2..close], b);
        return true;
    }
}
