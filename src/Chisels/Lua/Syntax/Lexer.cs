using System.Text;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Syntax;

/// <summary>Cuts the text of a script into words.</summary>
sealed class Lexer
{
    static readonly HashSet<string> s_keywords =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or",
        "repeat", "return", "then", "true", "until", "while",
    ];

    static readonly string[] s_signs =
        ["...", "..", "::", "==", "~=", "<=", ">=", "+", "-", "*", "/", "%", "^", "#", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", "."];

    readonly byte[] _text;
    readonly string _source;
    int _at;
    int _line = 1;

    /// <param name="source">The file's name, for messages.</param>
    public Lexer(byte[] text, string source)
    {
        _text = text;
        _source = source;
        if (text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            _at = 3;
        if (Peek() == '#')
            SkipLine();
    }

    /// <exception cref="LuaException">What stands there is no word of the language.</exception>
    public Token Next()
    {
        SkipBlanks();
        if (_at >= _text.Length)
            return new Token(TokenKind.End, "<eof>", _line);
        var c = _text[_at];
        if (c == '_' || char.IsAsciiLetter((char)c))
            return ReadName();
        if (char.IsAsciiDigit((char)c) || c == '.' && char.IsAsciiDigit(Peek(1)))
            return ReadNumber();
        if (c is (byte)'"' or (byte)'\'')
            return ReadText(c);
        if (c == '[' && LongLevel() is >= 0 and var level)
            return new Token(TokenKind.Text, "", _line, new LuaText(ReadLong(level)));
        foreach (var sign in s_signs)
            if (StandsHere(sign))
            {
                _at += sign.Length;
                return new Token(TokenKind.Sign, sign, _line);
            }
        throw Error($"unexpected symbol near '{(c is >= 0x20 and < 0x7f ? ((char)c).ToString() : $"char({c})")}'");
    }

    public LuaException Error(string message, int line = 0) => new($"{_source}:{(line == 0 ? _line : line)}: {message}");

    char Peek(int ahead = 0) => _at + ahead < _text.Length ? (char)_text[_at + ahead] : '\0';

    bool StandsHere(string sign)
    {
        for (var i = 0; i < sign.Length; i++)
            if (Peek(i) != sign[i])
                return false;
        return true;
    }

    void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            var c = Peek();
            if (c == '\n')
                _line++;
            if (c is ' ' or '\t' or '\r' or '\n' or '\v' or '\f')
                _at++;
            else if (c == '-' && Peek(1) == '-')
                SkipComment();
            else
                return;
        }
    }

    void SkipComment()
    {
        _at += 2;
        if (Peek() == '[' && LongLevel() is >= 0 and var level)
            ReadLong(level);
        else
            SkipLine();
    }

    void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    Token ReadName()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
            _at++;
        var word = Encoding.ASCII.GetString(_text, start, _at - start);
        return new Token(s_keywords.Contains(word) ? TokenKind.Keyword : TokenKind.Name, word, _line);
    }

    Token ReadNumber()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '.' or '_' || Peek() is '+' or '-' && (_text[_at - 1] | 0x20) == 'e' && !IsHex(start))
            _at++;
        var digits = _text.AsSpan(start, _at - start);
        if (!LuaNumber.TryParse(digits, out var number))
            throw Error($"malformed number near '{Encoding.ASCII.GetString(digits)}'");
        return new Token(TokenKind.Number, "", _line, null, number);
    }

    bool IsHex(int start) => start + 1 < _text.Length && (_text[start + 1] | 0x20) == 'x';

    /// <summary>How many equal signs stand between the brackets that open a long text; -1 when none begins here.</summary>
    int LongLevel()
    {
        var level = 0;
        while (Peek(1 + level) == '=')
            level++;
        return Peek(1 + level) == '[' ? level : -1;
    }

    byte[] ReadLong(int level)
    {
        var opened = _line;
        _at += level + 2;
        if (Peek() == '\r')
            _at++;
        if (Peek() == '\n')
        {
            _at++;
            _line++;
        }
        var start = _at;
        var close = "]" + new string('=', level) + "]";
        while (!StandsHere(close))
        {
            if (_at >= _text.Length)
                throw Error("unfinished long string or comment", opened);
            if (_text[_at++] == '\n')
                _line++;
        }
        var text = _text[start.._at];
        _at += close.Length;
        return WithUnixLines(text);
    }

    /// <summary>A script written on Windows means the line ends that it has everywhere.</summary>
    static byte[] WithUnixLines(byte[] text) =>
        text.AsSpan().IndexOf("\r\n"u8) < 0 ? text : [.. text.Where((c, i) => c != '\r' || i + 1 >= text.Length || text[i + 1] != '\n')];

    Token ReadText(byte quote)
    {
        _at++;
        var text = new List<byte>();
        while (Peek() != quote || _at >= _text.Length)
        {
            if (_at >= _text.Length || Peek() == '\n')
                throw Error("unfinished string");
            var c = _text[_at++];
            if (c == '\\')
                ReadEscape(text);
            else
                text.Add(c);
        }
        _at++;
        return new Token(TokenKind.Text, "", _line, new LuaText([.. text]));
    }

    void ReadEscape(List<byte> text)
    {
        var c = Peek();
        _at++;
        switch (c)
        {
            case 'n': text.Add((byte)'\n'); break;
            case 't': text.Add((byte)'\t'); break;
            case 'r': text.Add((byte)'\r'); break;
            case 'a': text.Add(7); break;
            case 'b': text.Add(8); break;
            case 'f': text.Add(12); break;
            case 'v': text.Add(11); break;
            case '\n':
                _line++;
                text.Add((byte)'\n');
                break;
            case 'z':
                SkipBlanksOnly();
                break;
            case 'x' when char.IsAsciiHexDigit(Peek()) && char.IsAsciiHexDigit(Peek(1)):
                text.Add(Convert.ToByte($"{Peek()}{Peek(1)}", 16));
                _at += 2;
                break;
            default:
                if (!char.IsAsciiDigit(c))
                {
                    text.Add((byte)c);
                    break;
                }
                var code = c - '0';
                for (var i = 0; i < 2 && char.IsAsciiDigit(Peek()); i++)
                    code = code * 10 + (_text[_at++] - '0');
                text.Add(code < 256 ? (byte)code : throw Error("escape sequence too large"));
                break;
        }
    }

    void SkipBlanksOnly()
    {
        for (; Peek() is ' ' or '\t' or '\r' or '\n'; _at++)
            if (Peek() == '\n')
                _line++;
    }
}
