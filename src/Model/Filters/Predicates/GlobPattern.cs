using System.Buffers;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>
/// A shell pattern as POSIX fnmatch without flags takes it, byte by byte: <c>*</c> and <c>?</c> match a slash too,
/// <c>[a-z]</c>, <c>[!a]</c>, <c>[[:digit:]]</c>, and <c>\</c> takes what follows as it stands. It is read once, in a time that grows
/// with its length, and asked of texts piece by piece between its stars.
/// </summary>
sealed class GlobPattern
{
    readonly byte[] _pattern;
    readonly bool _ignoresCase, _isBroken;
    /// <summary>What stands between the stars; the first and the last may be empty.</summary>
    readonly List<GlobPiece> _pieces = [];
    /// <summary>Brackets that are never closed, for one before them is not: else each would be read to the end of the pattern.</summary>
    readonly bool[] _unclosed;
    readonly List<int> _read = [];

    public GlobPattern(byte[] pattern, bool ignoreCase)
    {
        _ignoresCase = ignoreCase;
        _pattern = ignoreCase ? Array.ConvertAll(pattern, AsciiCase.ToLower) : pattern;
        _unclosed = new bool[pattern.Length];
        var piece = new GlobPiece();
        for (var p = 0; p < _pattern.Length;)
            if (_pattern[p] == '*')
            {
                _pieces.Add(piece);
                piece = new GlobPiece();
                p++;
            }
            else if (_pattern[p] == '\\' && p + 1 == _pattern.Length)
            {
                _isBroken = true; // a pattern that ends in an escape matches nothing
                p++;
            }
            else
                p = ReadOne(p, piece);
        _pieces.Add(piece);
        foreach (var each in _pieces)
            each.Finish();
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_isBroken)
            return false;
        if (!_ignoresCase)
            return MatchesExactly(text);
        var lower = ArrayPool<byte>.Shared.Rent(text.Length);
        for (var i = 0; i < text.Length; i++)
            lower[i] = AsciiCase.ToLower(text[i]);
        var matches = MatchesExactly(lower.AsSpan(0, text.Length));
        ArrayPool<byte>.Shared.Return(lower);
        return matches;
    }

    bool MatchesExactly(ReadOnlySpan<byte> text)
    {
        var (first, last) = (_pieces[0], _pieces[^1]);
        if (_pieces.Count == 1)
            return text.Length == first.Length && first.Begins(text);
        if (text.Length < first.Length + last.Length || !first.Begins(text) || !last.Begins(text[(text.Length - last.Length)..]))
            return false;
        text = text[first.Length..(text.Length - last.Length)];
        for (var i = 1; i < _pieces.Count - 1; i++)
        {
            var at = _pieces[i].IndexIn(text);
            if (at < 0)
                return false;
            text = text[(at + _pieces[i].Length)..];
        }
        return true;
    }

    /// <summary>Reads what stands for one byte; the place behind it.</summary>
    int ReadOne(int p, GlobPiece piece)
    {
        switch (_pattern[p])
        {
            case (byte)'?':
                piece.AddAny();
                return p + 1;
            case (byte)'[' when !_unclosed[p]:
                _read.Clear();
                var end = Bracket(p, 0, out _);
                if (end < 0)
                {
                    foreach (var place in _read)
                        _unclosed[place] = true;
                    goto default;
                }
                piece.AddSet(b =>
                {
                    Bracket(p, b, out var matches);
                    return matches;
                });
                return end;
            case (byte)'\\':
                piece.Add(_pattern[p + 1]);
                return p + 2;
            default:
                piece.Add(_pattern[p]);
                return p + 1;
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
            if (b == 0)
                _read.Add(p);
            var low = Element(ref p);
            var high = low;
            if (p + 1 < _pattern.Length && _pattern[p] == '-' && _pattern[p + 1] != ']')
            {
                p++;
                if (b == 0)
                    _read.Add(p);
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
