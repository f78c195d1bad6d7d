using CSysdig.Chisels.Lua.Nodes;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Syntax;

/// <summary>Reads the text of a script (Lua 5.1, and LuaJIT's goto) into what runs.</summary>
sealed partial class Parser
{
    /// <summary>LuaJIT takes no more blocks and expressions inside each other either; a stack holds them.</summary>
    const int MostLevels = 200;

    readonly Lexer _lexer;
    readonly LuaState _state;
    readonly string _source;
    readonly Dictionary<string, LuaText> _names = [];
    Token _token, _ahead;
    bool _hasAhead;
    Scope _scope = new(null) { IsVararg = true };
    int _levels;

    Parser(byte[] text, string source, LuaState state)
    {
        _state = state;
        _lexer = new Lexer(text, source);
        _source = source;
        _token = _lexer.Next();
    }

    /// <summary>The script as a function without parameters.</summary>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="state">Whose limits hold while it is read.</param>
    /// <exception cref="LuaException">The text is no Lua; the message tells the line.</exception>
    public static Proto Parse(byte[] text, string source, LuaState state)
    {
        if (text.Length > 0 && text[0] == 0x1b)
            throw new LuaException($"{source}: compiled scripts are not loaded, only their text");
        var parser = new Parser(text, source, state);
        var body = parser.ReadBlock();
        if (parser._token.Kind != TokenKind.End)
            throw parser.Unexpected("'<eof>'");
        parser.CheckLabels();
        return new Proto { Name = "main chunk", Source = source, Line = 1, IsVararg = true, Body = body, SlotCount = parser._scope.SlotCount };
    }

    // Words.

    bool Is(string word) => _token.Kind is TokenKind.Keyword or TokenKind.Sign && _token.Word == word;

    Token Take()
    {
        _state.Step();
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
        var mark = _scope.Mark;
        var block = ReadOpenBlock();
        _scope.Leave(mark);
        return block;
    }

    /// <summary>Goes one level down, into a block or an expression.</summary>
    void Enter()
    {
        if (++_levels >= MostLevels)
            throw _lexer.Error("chunk has too many syntax levels", _token.Line);
    }

    /// <summary>A block whose variables stay in sight (for <c>until</c>).</summary>
    Block ReadOpenBlock()
    {
        Enter();
        _scope.Depth++;
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
        _levels--;
        _scope.EndBlock(statements.OfType<Label>().Select(l => l.Name));
        return new Block([.. statements]) { Line = line };
    }

    /// <summary>The body of a loop, which may be broken.</summary>
    Block ReadBody()
    {
        _scope.Loops++;
        var body = ReadBlock();
        _scope.Loops--;
        return body;
    }

    /// <summary>A function has been read: all its gotos must have found their labels.</summary>
    void CheckLabels()
    {
        if (_scope.Lost is var (label, line))
            throw _lexer.Error($"undefined label '{label}'", line);
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
                if (_scope.Loops == 0)
                    throw _lexer.Error("break outside a loop", line);
                Take();
                return new Break { Line = line };
            case "goto":
                Take();
                var target = TakeName();
                _scope.Goto(target, line);
                return new Goto(target) { Line = line };
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
        var body = ReadBody();
        ExpectClosing("end", "while", line);
        return new While(condition, body) { Line = line };
    }

    Repeat ReadRepeat(int line)
    {
        Take();
        var mark = _scope.Mark;
        _scope.Loops++;
        var body = ReadOpenBlock();
        _scope.Loops--;
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
        var body = ReadBody();
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
        var body = ReadBody();
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
            place = Index(place, new Constant(LuaValue.Of(Intern(member))), line);
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
