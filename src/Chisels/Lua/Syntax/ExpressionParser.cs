using CSysdig.Chisels.Lua.Nodes;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Syntax;

/// <summary>Expressions.</summary>
sealed partial class Parser
{
    const int UnaryPriority = 8;

    /// <summary>So many expressions inside each other go without a look at the stack.</summary>
    const int MostHeight = 50;

    /// <summary>How strongly an operator binds to its left and to its right; right-associative ones bind less to the right.</summary>
    static (int Left, int Right) Priority(Token token) => token.Kind is not (TokenKind.Sign or TokenKind.Keyword) ? (0, 0) : token.Word switch
    {
        "or" => (1, 1),
        "and" => (2, 2),
        "<" or ">" or "<=" or ">=" or "~=" or "==" => (3, 3),
        ".." => (5, 4),
        "+" or "-" => (6, 6),
        "*" or "/" or "%" => (7, 7),
        "^" => (10, 9),
        _ => (0, 0),
    };

    Expr[] ReadList()
    {
        var list = new List<Expr>();
        do
            list.Add(ReadExpr());
        while (TryTake(","));
        return [.. list];
    }

    Expr ReadExpr(int limit = 0)
    {
        Enter();
        var left = ReadUnary();
        while (Priority(_token) is var (strength, rightStrength) && strength > limit)
        {
            var (word, line) = (_token.Word, _token.Line);
            Take();
            var right = ReadExpr(rightStrength);
            left = Binary(word, Guarded(left), Guarded(right), line);
        }
        _levels--;
        return left;
    }

    /// <summary>An expression inside another one. Of a long chain each link is inside the next; that it is evaluated has its limit too.</summary>
    static Expr Guarded(Expr inner) => inner.Height < MostHeight ? inner : new Deep(inner) { Line = inner.Line };

    static int Above(params ReadOnlySpan<Expr> inner)
    {
        var height = 0;
        foreach (var expr in inner)
            height = Math.Max(height, expr.Height);
        return height + 1;
    }

    static IndexExpr Index(Expr table, Expr key, int line)
    {
        table = Guarded(table);
        key = Guarded(key);
        return new IndexExpr(table, key) { Line = line, Height = Above(table, key) };
    }

    static CallExpr Call(Expr function, LuaText? method, Expr[] arguments, int line)
    {
        function = Guarded(function);
        return new CallExpr(function, method, arguments) { Line = line, Height = Math.Max(Above(function), Above(arguments)) };
    }

    Expr ReadUnary()
    {
        var line = _token.Line;
        if (!Is("not") && !Is("#") && !Is("-"))
            return ReadSimple();
        var word = Take().Word;
        var operand = ReadExpr(UnaryPriority);
        if (word == "-" && operand is Constant { Value.IsNumber: true } constant)
            return new Constant(-constant.Value.Number);
        operand = Guarded(operand);
        var height = Above(operand);
        return word switch
        {
            "not" => new Not(operand) { Line = line, Height = height },
            "#" => new LengthExpr(operand) { Line = line, Height = height },
            _ => new Negate(operand) { Line = line, Height = height },
        };
    }

    static Expr Binary(string word, Expr left, Expr right, int line)
    {
        var expr = NewBinary(word, left, right, line);
        expr.Height = Above(left, right);
        return expr;
    }

    static Expr NewBinary(string word, Expr left, Expr right, int line) => word switch
    {
        "or" => new Or(left, right) { Line = line },
        "and" => new And(left, right) { Line = line },
        "<" => new Less(left, right, false) { Line = line },
        ">" => new Less(left, right, true) { Line = line },
        "<=" => new LessOrEqual(left, right, false) { Line = line },
        ">=" => new LessOrEqual(left, right, true) { Line = line },
        "==" => new Equality(left, right, true) { Line = line },
        "~=" => new Equality(left, right, false) { Line = line },
        // The right side has been read whole: a longer chain is one node.
        ".." => new Concat(right is Concat chain ? [left, .. chain.Parts] : [left, right]) { Line = line },
        "+" => new Add(left, right) { Line = line },
        "-" => new Subtract(left, right) { Line = line },
        "*" => new Multiply(left, right) { Line = line },
        "/" => new Divide(left, right) { Line = line },
        "%" => new Modulo(left, right) { Line = line },
        _ => new Power(left, right) { Line = line },
    };

    Expr ReadSimple()
    {
        var line = _token.Line;
        switch (_token.Kind)
        {
            case TokenKind.Number: return new Constant(Take().Number);
            case TokenKind.Text: return new Constant(LuaValue.Of(Take().Text));
        }
        if (TryTake("nil"))
            return new Constant(default);
        if (TryTake("true"))
            return new Constant(LuaValue.Of(true));
        if (TryTake("false"))
            return new Constant(LuaValue.Of(false));
        if (Is("..."))
        {
            if (!_scope.IsVararg)
                throw _lexer.Error("cannot use '...' outside a vararg function near '...'", line);
            Take();
            return new VarargExpr { Line = line };
        }
        if (Is("{"))
            return ReadTable();
        return TryTake("function") ? ReadFunction("?", false, line) : ReadSuffixed();
    }

    /// <summary>A name or an expression in parentheses, and what is asked of it: members, elements, calls.</summary>
    Expr ReadSuffixed()
    {
        var line = _token.Line;
        Expr expr;
        if (TryTake("("))
        {
            expr = Guarded(ReadExpr());
            ExpectClosing(")", "(", line);
            expr = new OneValue(expr) { Line = line, Height = Above(expr) };
        }
        else if (_token.Kind == TokenKind.Name)
            expr = NameExpr(Take().Word, line);
        else
            throw _lexer.Error($"unexpected symbol near '{Shown(_token)}'", line);
        while (true)
        {
            line = _token.Line;
            if (TryTake("."))
                expr = Index(expr, new Constant(LuaValue.Of(Intern(TakeName()))), line);
            else if (TryTake("["))
            {
                var key = ReadExpr();
                Expect("]");
                expr = Index(expr, key, line);
            }
            else if (TryTake(":"))
                expr = Call(expr, Intern(TakeName()), ReadArguments(), line);
            else if (Is("(") || Is("{") || _token.Kind == TokenKind.Text)
                expr = Call(expr, null, ReadArguments(), line);
            else
                return expr;
        }
    }

    Expr[] ReadArguments()
    {
        var line = _token.Line;
        if (_token.Kind == TokenKind.Text)
            return [new Constant(LuaValue.Of(Take().Text))];
        if (Is("{"))
            return [ReadTable()];
        Expect("(");
        if (TryTake(")"))
            return [];
        Expr[] list = [.. ReadList().Select(Guarded)];
        ExpectClosing(")", "(", line);
        return list;
    }

    TableExpr ReadTable()
    {
        var line = _token.Line;
        Expect("{");
        var items = new List<TableItem>();
        while (!Is("}"))
        {
            Expr? key = null;
            if (TryTake("["))
            {
                key = Guarded(ReadExpr());
                Expect("]");
                Expect("=");
            }
            else if (_token.Kind == TokenKind.Name && Peek() is { Kind: TokenKind.Sign, Word: "=" })
            {
                key = new Constant(LuaValue.Of(Intern(TakeName())));
                Take();
            }
            items.Add(new TableItem(key, Guarded(ReadExpr())));
            if (!TryTake(",") && !TryTake(";"))
                break;
        }
        ExpectClosing("}", "{", line);
        var height = 1 + items.Max(i => (int?)Math.Max(i.Value.Height, i.Key?.Height ?? 0)) ?? 1;
        return new TableExpr([.. items]) { Line = line, Height = height };
    }

    FunctionExpr ReadFunction(string name, bool isMethod, int line)
    {
        var parameters = new List<string>();
        if (isMethod)
            parameters.Add("self");
        var isVararg = false;
        Expect("(");
        while (!Is(")"))
        {
            if (isVararg = TryTake("..."))
                break;
            parameters.Add(TakeName());
            if (!TryTake(","))
                break;
        }
        Expect(")");
        _scope = new Scope(_scope) { IsVararg = isVararg };
        Variable[] variables = [.. parameters.Select(Declare)];
        var body = ReadBlock();
        CheckLabels();
        var inner = _scope;
        _scope = inner.Around!;
        ExpectClosing("end", "function", line);
        return new FunctionExpr(new Proto
        {
            Name = name,
            Source = _source,
            Line = line,
            Parameters = variables.Length,
            IsVararg = isVararg,
            SlotCount = inner.SlotCount,
            Body = body,
            CaughtParameters = [.. variables.Where(v => v.IsCaught).Select(v => v.Slot)],
            Catches = inner.Catches,
        }) { Line = line };
    }

    Place NameExpr(string name, int line)
    {
        if (_scope.Find(name) is { } variable)
            return variable.Use(line);
        var caught = _scope.FindCaught(name);
        return caught >= 0 ? new CaughtExpr(name, caught) { Line = line } : new GlobalExpr(Intern(name)) { Line = line };
    }
}
