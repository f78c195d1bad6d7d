using System.Runtime.CompilerServices;
using CSysdig.Chisels.Lua.Nodes;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Syntax;

/// <summary>Expressions.</summary>
sealed partial class Parser
{
    const int UnaryPriority = 8;

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
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw _lexer.Error("chunk has too many syntax levels", _token.Line);
        var left = ReadUnary();
        while (Priority(_token) is var (strength, rightStrength) && strength > limit)
        {
            var (word, line) = (_token.Word, _token.Line);
            Take();
            var right = ReadExpr(rightStrength);
            left = Binary(word, left, right, line);
        }
        return left;
    }

    Expr ReadUnary()
    {
        var line = _token.Line;
        if (TryTake("not"))
            return new Not(ReadExpr(UnaryPriority)) { Line = line };
        if (TryTake("#"))
            return new LengthExpr(ReadExpr(UnaryPriority)) { Line = line };
        if (!TryTake("-"))
            return ReadSimple();
        var operand = ReadExpr(UnaryPriority);
        return operand is Constant { Value.IsNumber: true } constant ? new Constant(-constant.Value.Number) : new Negate(operand) { Line = line };
    }

    static Expr Binary(string word, Expr left, Expr right, int line) => word switch
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
            expr = ReadExpr();
            ExpectClosing(")", "(", line);
            expr = new OneValue(expr) { Line = line };
        }
        else if (_token.Kind == TokenKind.Name)
            expr = NameExpr(Take().Word, line);
        else
            throw _lexer.Error($"unexpected symbol near '{Shown(_token)}'", line);
        while (true)
        {
            line = _token.Line;
            if (TryTake("."))
                expr = new IndexExpr(expr, new Constant(LuaValue.Of(Intern(TakeName())))) { Line = line };
            else if (TryTake("["))
            {
                var key = ReadExpr();
                Expect("]");
                expr = new IndexExpr(expr, key) { Line = line };
            }
            else if (TryTake(":"))
                expr = new CallExpr(expr, Intern(TakeName()), ReadArguments()) { Line = line };
            else if (Is("(") || Is("{") || _token.Kind == TokenKind.Text)
                expr = new CallExpr(expr, null, ReadArguments()) { Line = line };
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
        var list = ReadList();
        ExpectClosing(")", "(", line);
        return list;
    }

    TableExpr ReadTable()
    {
        var line = _token.Line;
        Expect("{");
        var named = new List<(Expr, Expr)>();
        var listed = new List<Expr>();
        while (!Is("}"))
        {
            if (TryTake("["))
            {
                var key = ReadExpr();
                Expect("]");
                Expect("=");
                named.Add((key, ReadExpr()));
            }
            else if (_token.Kind == TokenKind.Name && Peek() is { Kind: TokenKind.Sign, Word: "=" })
            {
                var name = Intern(TakeName());
                Take();
                named.Add((new Constant(LuaValue.Of(name)), ReadExpr()));
            }
            else
                listed.Add(ReadExpr());
            if (!TryTake(",") && !TryTake(";"))
                break;
        }
        ExpectClosing("}", "{", line);
        return new TableExpr([.. named], [.. listed]) { Line = line };
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
