namespace CSysdig.Model.Filters.Syntax;

/// <summary>Reads a filter's text into a tree; names and values are looked at when it is bound.</summary>
sealed class FilterParser
{
    /// <summary>Brackets, nots and transformers within each other; deeper ones are refused before the stack ends.</summary>
    const int MaxDepth = 400;

    /// <summary>The transformers, in the order in which they are looked for.</summary>
    public static readonly string[] Transformers = ["tolower", "toupper", "b64", "basename", "len", "concat", "join", "getopt", "val"];

    readonly FilterCursor _cursor;
    readonly FilterDialect _dialect;
    readonly IFilterNames? _names;
    int _depth;

    FilterParser(string text, FilterDialect dialect, IFilterNames? names = null)
    {
        _cursor = new FilterCursor(text, dialect);
        _dialect = dialect;
        _names = names;
    }

    /// <param name="names">What words stand for, where some do.</param>
    /// <exception cref="FilterException">The text is no filter.</exception>
    public static SyntaxNode Parse(string text, FilterDialect dialect, IFilterNames? names = null)
    {
        var parser = new FilterParser(text, dialect, names);
        var node = parser.ParseExpression();
        if (!parser._cursor.AtEnd)
            throw new FilterException("this ')' closes nothing", parser._cursor.Column);
        return node;
    }

    /// <summary>Reads the call of a transformer that a text begins with, as <c>toupper(proc.name)</c>; null when it begins with none.</summary>
    /// <param name="length">How much of the text the call takes.</param>
    /// <exception cref="FilterException">The call is not complete.</exception>
    public static Operand? ParseCall(string text, out int length)
    {
        var parser = new FilterParser(text, FilterDialect.Newer);
        length = 0;
        if (parser.TryTransformer() is not { } name)
            return null;
        var call = parser.ParseCall(0, name);
        length = parser._cursor.Column;
        return call;
    }

    /// <summary>Terms joined by and/or, up to the end or a closing bracket.</summary>
    SyntaxNode ParseExpression()
    {
        var column = Enter();
        var terms = new List<SyntaxNode> { ParseTerm() };
        List<bool> ands = [];
        while (true)
        {
            _cursor.SkipBlanks();
            if (_cursor.AtEnd || _cursor.Current == ')')
                break;
            var at = _cursor.Column;
            var isAnd = _cursor.TryTake("and");
            if (!isAnd && !_cursor.TryTake("or"))
                throw new FilterException($"expected 'and', 'or' or the end of the filter before '{_cursor.Word()}'", at);
            if (_dialect == FilterDialect.Sysdig029 && ands.Count > 0 && ands[^1] != isAnd)
                throw new FilterException("'and' and 'or' beside each other are ambiguous; put brackets around what belongs together", at);
            ands.Add(isAnd);
            terms.Add(ParseTerm());
        }
        _depth--;
        return Join(column, terms, ands);
    }

    /// <summary>'and' binds closer than 'or'.</summary>
    static SyntaxNode Join(int column, List<SyntaxNode> terms, List<bool> ands)
    {
        if (ands.Count == 0)
            return terms[0];
        var ors = new List<SyntaxNode>();
        for (var start = 0; start < terms.Count;)
        {
            var end = start + 1;
            while (end < terms.Count && ands[end - 1])
                end++;
            ors.Add(end == start + 1 ? terms[start] : new AndNode(terms[start].Column, terms[start..end]));
            start = end;
        }
        return ors.Count == 1 ? ors[0] : new OrNode(column, ors);
    }

    SyntaxNode ParseTerm()
    {
        var column = Enter();
        _cursor.SkipBlanks();
        column = _cursor.Column;
        SyntaxNode node;
        if (TryNot())
        {
            // In sysdig 0.29.3 a second 'not' right behind the first says nothing more.
            _cursor.SkipBlanks();
            while (_dialect == FilterDialect.Sysdig029 && _cursor.TryTake("not"))
                _cursor.SkipBlanks();
            node = new NotNode(column, ParseTerm());
        }
        else if (_cursor.TryTake("("))
        {
            node = ParseExpression();
            if (!_cursor.TryTake(")"))
                throw new FilterException("this bracket is never closed; expected ')' at the end", column);
        }
        else
            node = ParseCheck();
        _depth--;
        return node;
    }

    /// <summary>Among names there may be one that begins with not.</summary>
    bool TryNot() => (_names is null || _cursor.Rest is not ['n', 'o', 't', var next, ..] || next == '(' || FilterCursor.IsBlank(next)) && _cursor.TryTake("not");

    SyntaxNode ParseCheck()
    {
        var column = _cursor.Column;
        var left = ParseOperand(inCall: false);
        _cursor.SkipBlanks();
        var at = _cursor.Column;
        if (!ComparisonOperators.TryRead(_cursor.Rest, out var op, out var length))
            return left is FieldOperand { Text: var name } && _names?.Condition(name, column) is { } condition ? condition : throw NoOperator(at);
        if (_dialect == FilterDialect.Sysdig029 && _cursor.Rest.StartsWith("=="))
            throw new FilterException("sysdig 0.29.3 does not know '=='; write '='", at);
        _cursor.Advance(length);
        if (op == ComparisonOperator.Exists)
            return new CheckNode(column, left, op) { OperatorColumn = at };
        _cursor.SkipBlanks();
        if (TryTransformer() is not null)
            return new CheckNode(column, left, op) { OperatorColumn = at, Right = ParseOperand(inCall: false) };
        if (op.TakesList())
            return new CheckNode(column, left, op) { OperatorColumn = at, Values = ParseValues(op.Text()) };
        if (TryQuantifier(op) is var quantifier and not Quantifier.None)
            return new CheckNode(column, left, op) { OperatorColumn = at, Quantifier = quantifier, Values = ParseValues(quantifier.Text()) };
        return new CheckNode(column, left, op) { OperatorColumn = at, Values = [_cursor.TakeLiteral(inList: false)] };
    }

    Operand ParseOperand(bool inCall)
    {
        var column = Enter();
        Operand operand;
        if (TryTransformer() is { } name)
            operand = ParseCall(column, name);
        else
        {
            var field = _cursor.TakeFieldName(inCall);
            if (field.Length == 0 || field is "and" or "or")
                throw new FilterException(_cursor.AtEnd && field.Length == 0
                    ? "the filter ends where a field is expected, for example proc.name"
                    : $"expected a field, for example proc.name, before '{(field.Length > 0 ? field : _cursor.Word())}'", column);
            operand = new FieldOperand(column, field);
        }
        _depth--;
        return operand;
    }

    TransformOperand ParseCall(int column, string name)
    {
        _cursor.Advance(name.Length + 1);
        var arguments = ParseArguments($"{name}(");
        return new TransformOperand(column, name, arguments) { Selector = _cursor.Current == '[' ? _cursor.TakeSelector() : null };
    }

    /// <summary>Operands up to the bracket that closes them.</summary>
    List<Operand> ParseArguments(string opening)
    {
        var arguments = new List<Operand>();
        _cursor.SkipBlanks();
        if (_cursor.TryTake(")"))
            return arguments;
        do
        {
            _cursor.SkipBlanks();
            arguments.Add(ParseArgument());
            _cursor.SkipBlanks();
        }
        while (_cursor.TryTake(","));
        if (!_cursor.TryTake(")"))
            throw new FilterException($"expected ')' to close '{opening}'", _cursor.Column);
        return arguments;
    }

    Operand ParseArgument()
    {
        var column = Enter();
        var isLiteral = _cursor.Current is '"' or '\'' or '-' or '+' || char.IsAsciiDigit(_cursor.Current);
        Operand argument = isLiteral ? new LiteralOperand(_cursor.TakeLiteral(inList: true))
            : _cursor.TryTake("(") ? new ListOperand(column, ParseArguments("("))
            : ParseOperand(inCall: true);
        _depth--;
        return argument;
    }

    /// <summary>The values of a list in brackets, and those of the lists that are named in it.</summary>
    IReadOnlyList<Literal> ParseValues(string word)
    {
        var written = ParseList(word);
        if (_names is null)
            return written;
        var isAlone = written.Count == 1;
        List<Literal> values = [.. written.SelectMany(v => v.IsBare && _names.List(v, isAlone) is { } list ? list : [v])];
        // As if they were written there: where brackets can't be empty, nothing between them is a value without text.
        return values.Count == 0 && written.Count > 0 && _dialect != FilterDialect.Newer ? [new Literal(written[0].Column, [])] : values;
    }

    List<Literal> ParseList(string word)
    {
        _cursor.SkipBlanks();
        if (!_cursor.TryTake("("))
            throw new FilterException($"expected a list in brackets after '{word}', for example (a, b)", _cursor.Column);
        var values = new List<Literal>();
        _cursor.SkipBlanks();
        if (_dialect == FilterDialect.Newer && _cursor.TryTake(")"))
            return values;
        while (true)
        {
            _cursor.SkipBlanks();
            values.Add(_cursor.TakeLiteral(inList: true));
            _cursor.SkipBlanks();
            if (_cursor.TryTake(")"))
                return values;
            if (!_cursor.TryTake(","))
                throw new FilterException("expected ',' or ')' after a value of the list", _cursor.Column);
        }
    }

    /// <summary>The transformer whose call begins here, or null.</summary>
    string? TryTransformer()
    {
        foreach (var name in Transformers)
            if (_cursor.Rest.Length > name.Length && _cursor.Rest[name.Length] == '(' && _cursor.Rest.StartsWith(name, StringComparison.Ordinal))
                return name;
        return null;
    }

    /// <summary>Takes <c>anyof</c> and its like where a list follows; else it is a value like any other.</summary>
    Quantifier TryQuantifier(ComparisonOperator op)
    {
        if (op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual)
            return Quantifier.None;
        foreach (var quantifier in (ReadOnlySpan<Quantifier>)[Quantifier.One, Quantifier.Any, Quantifier.All])
        {
            var word = quantifier.Text();
            if (!_cursor.Rest.StartsWith(word, StringComparison.Ordinal) || !_cursor.Rest[word.Length..].TrimStart(" \t\r\n").StartsWith("("))
                continue;
            _cursor.Advance(word.Length);
            return quantifier;
        }
        return Quantifier.None;
    }

    FilterException NoOperator(int column)
    {
        if (_cursor.AtEnd || _cursor.Current == ')')
            return new FilterException("expected an operator after the field, for example =, contains or exists", column);
        var word = _cursor.Word();
        var near = Text.NearestWord.Of(word, ComparisonOperators.Words);
        return new FilterException($"'{word}' is no operator{(near is null ? "; there are =, !=, <, <=, >, >=, " + string.Join(", ", ComparisonOperators.Words) : $"; did you mean {near}?")}", column);
    }

    int Enter()
    {
        if (++_depth > MaxDepth)
            throw new FilterException($"more than {MaxDepth} brackets lie within each other", _cursor.Column);
        return _cursor.Column;
    }
}
