using System.Runtime.CompilerServices;
using CSysdig.Chisels.Lua.Nodes;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Syntax;

/// <summary>Reads the text of a script (Lua 5.1, and LuaJIT's goto) into what runs.</summary>
sealed partial class Parser
{
    readonly Lexer _lexer;
    readonly string _source;
    readonly Dictionary<string, LuaText> _names = [];
    Token _token, _ahead;
    bool _hasAhead;
    Scope _scope = new(null) { IsVararg = true };

    Parser(byte[] text, string source)
    {
        _lexer = new Lexer(text, source);
        _source = source;
        _token = _lexer.Next();
    }

    /// <summary>The script as a function without parameters.</summary>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="LuaException">The text is no Lua; the message tells the line.</exception>
    public static Proto Parse(byte[] text, string source)
    {
        if (text.Length > 0 && text[0] == 0x1b)
            throw new LuaException($"{source}: compiled scripts are not loaded, only their text");
        var parser = new Parser(text, source);
        var body = parser.ReadBlock();
        if (parser._token.Kind != TokenKind.End)
            throw parser.Unexpected("'<eof>'");
        return new Proto { Name = "main chunk", Source = source, Line = 1, IsVararg = true, Body = body, SlotCount = parser._scope.SlotCount };
    }

    // Words.

    bool Is(string word) => _token.Kind is TokenKind.Keyword or TokenKind.Sign && _token.Word == word;

    Token Take()
    {
        var token = _token;
        _token = _hasAhead ? _ahead : _lexer.Next();
        _hasAhead = false;
        return token;
    }

    Token Peek()
    {
        if (!_hasAhead)
        {
            _ahead = _lexer.Next();
            _hasAhead = true;
        }
        return _ahead;
    }

    bool TryTake(string word)
    {
        if (!Is(word))
            return false;
        Take();
        return true;
    }

    void Expect(string word)
    {
        if (!TryTake(word))
            throw Unexpected($"'{word}'");
    }

    /// <summary>The word that closes what was opened in an earlier line.</summary>
    void ExpectClosing(string word, string opened, int line)
    {
        if (TryTake(word))
            return;
        throw line == _token.Line ? Unexpected($"'{word}'")
            : _lexer.Error($"'{word}' expected (to close '{opened}' at line {line}) near '{Shown(_token)}'", _token.Line);
    }

    string TakeName() => _token.Kind == TokenKind.Name ? Take().Word : throw Unexpected("<name>");

    LuaException Unexpected(string wanted) => _lexer.Error($"{wanted} expected near '{Shown(_token)}'", _token.Line);

    static string Shown(Token token) => token.Kind switch
    {
        TokenKind.Text => token.Text!.ToString(),
        TokenKind.Number => LuaNumber.ToText(token.Number).ToString(),
        _ => token.Word,
    };

    /// <summary>Equal names are one text, which makes looking them up quick.</summary>
    LuaText Intern(string name)
    {
        if (!_names.TryGetValue(name, out var text))
            _names.Add(name, text = new LuaText(System.Text.Encoding.UTF8.GetBytes(name)));
        return text;
    }

    Variable Declare(string name) => _scope.Add(name) ?? throw _lexer.Error("too many local variables in one function", _token.Line);

    NewLocal New(string name) => Declare(name) is var variable ? new NewLocal(variable.Slot, variable) : default;

    // Blocks and statements.

    Block ReadBlock()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw _lexer.Error("chunk has too many syntax levels", _token.Line);
        var mark = _scope.Mark;
        var block = ReadOpenBlock();
        _scope.Leave(mark);
        return block;
    }

    /// <summary>A block whose variables stay in sight (for <c>until</c>).</summary>
    Block ReadOpenBlock()
    {
        var line = _token.Line;
        var statements = new List<Statement>();
        while (!EndsBlock())
        {
            if (TryTake(";"))
                continue;
            var isReturn = Is("return");
            statements.Add(ReadStatement());
            TryTake(";");
            if (isReturn && !EndsBlock())
                throw Unexpected("'<eof>'");
        }
        return new Block([.. statements]) { Line = line };
    }

    bool EndsBlock() => _token.Kind == TokenKind.End || Is("end") || Is("else") || Is("elseif") || Is("until");

    Statement ReadStatement()
    {
        var line = _token.Line;
        switch (_token.Kind == TokenKind.Name ? "" : _token.Word)
        {
            case "if": return ReadIf(line);
            case "while": return ReadWhile(line);
            case "do":
                Take();
                var block = ReadBlock();
                ExpectClosing("end", "do", line);
                return block;
            case "for": return ReadFor(line);
            case "repeat": return ReadRepeat(line);
            case "function": return ReadFunctionStatement(line);
            case "local": return ReadLocal(line);
            case "return": return ReadReturn(line);
            case "break":
                Take();
                return new Break { Line = line };
            case "goto":
                Take();
                return new Goto(TakeName()) { Line = line };
            case "::":
                Take();
                var label = TakeName();
                Expect("::");
                return new Label(label) { Line = line };
            default: return ReadCallOrAssignment(line);
        }
    }

    If ReadIf(int line)
    {
        var branches = new List<(Expr, Block)>();
        Block? otherwise = null;
        do
        {
            Take();
            var condition = ReadExpr();
            Expect("then");
            branches.Add((condition, ReadBlock()));
        }
        while (Is("elseif"));
        if (TryTake("else"))
            otherwise = ReadBlock();
        ExpectClosing("end", "if", line);
        return new If([.. branches], otherwise) { Line = line };
    }

    While ReadWhile(int line)
    {
        Take();
        var condition = ReadExpr();
        Expect("do");
        var body = ReadBlock();
        ExpectClosing("end", "while", line);
        return new While(condition, body) { Line = line };
    }

    Repeat ReadRepeat(int line)
    {
        Take();
        var mark = _scope.Mark;
        var body = ReadOpenBlock();
        ExpectClosing("until", "repeat", line);
        var until = ReadExpr();
        _scope.Leave(mark);
        return new Repeat(body, until) { Line = line };
    }

    Statement ReadFor(int line)
    {
        Take();
        var names = new List<string> { TakeName() };
        return Is("=") ? ReadNumericFor(names[0], line) : ReadGenericFor(names, line);
    }

    NumericFor ReadNumericFor(string name, int line)
    {
        Take();
        var from = ReadExpr();
        Expect(",");
        var to = ReadExpr();
        var step = TryTake(",") ? ReadExpr() : null;
        Expect("do");
        var mark = _scope.Mark;
        var local = New(name);
        var body = ReadBlock();
        _scope.Leave(mark);
        ExpectClosing("end", "for", line);
        return new NumericFor(local, from, to, step, body) { Line = line };
    }

    GenericFor ReadGenericFor(List<string> names, int line)
    {
        while (TryTake(","))
            names.Add(TakeName());
        Expect("in");
        var list = ReadList();
        Expect("do");
        var mark = _scope.Mark;
        NewLocal[] locals = [.. names.Select(New)];
        var body = ReadBlock();
        _scope.Leave(mark);
        ExpectClosing("end", "for", line);
        return new GenericFor(locals, list, body) { Line = line };
    }

    Assignment ReadFunctionStatement(int line)
    {
        Take();
        var name = TakeName();
        Place place = NameExpr(name, line);
        var isMethod = false;
        while (!isMethod && (Is(".") || Is(":")))
        {
            isMethod = Take().Word == ":";
            var member = TakeName();
            name += (isMethod ? ":" : ".") + member;
            place = new IndexExpr(place, new Constant(LuaValue.Of(Intern(member)))) { Line = line };
        }
        return new Assignment(place, ReadFunction(name, isMethod, line)) { Line = line };
    }

    Statement ReadLocal(int line)
    {
        Take();
        if (TryTake("function"))
        {
            var name = TakeName();
            var variable = Declare(name);
            var use = variable.Use(line);
            return new LocalFunctionStatement(new NewLocal(variable.Slot, variable), use, ReadFunction(name, false, line)) { Line = line };
        }
        var names = new List<string>();
        do
            names.Add(TakeName());
        while (TryTake(","));
        var values = TryTake("=") ? ReadList() : [];
        NewLocal[] locals = [.. names.Select(New)];
        return locals.Length == 1 && values.Length <= 1
            ? new LocalStatement(locals[0], values.Length == 1 ? values[0] : null) { Line = line }
            : new LocalsStatement(locals, values) { Line = line };
    }

    Return ReadReturn(int line)
    {
        Take();
        return new Return(EndsBlock() || Is(";") ? [] : ReadList()) { Line = line };
    }

    Statement ReadCallOrAssignment(int line)
    {
        var first = ReadSuffixed();
        if (first is CallExpr)
            return new CallStatement(first) { Line = line };
        if (!Is("=") && !Is(","))
            throw Unexpected("'='");
        var places = new List<Place> { AsPlace(first) };
        while (TryTake(","))
            places.Add(AsPlace(ReadSuffixed()));
        Expect("=");
        var values = ReadList();
        return places.Count == 1 && values.Length == 1
            ? new Assignment(places[0], values[0]) { Line = line }
            : new MultipleAssignment([.. places], values) { Line = line };
    }

    Place AsPlace(Expr expr) => expr as Place ?? throw _lexer.Error($"cannot assign to this near '{Shown(_token)}'", _token.Line);
}
