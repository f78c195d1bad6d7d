namespace CSysdig.Model.Filters.Syntax;

/// <summary>A part of a filter as it was written. Columns count from 0.</summary>
abstract class SyntaxNode(int column)
{
    public int Column { get; } = column;

    /// <summary>A text that reads back as the same tree in either dialect.</summary>
    public sealed override string ToString() => FilterPrinter.Print(this);
}

sealed class AndNode(int column, IReadOnlyList<SyntaxNode> terms) : SyntaxNode(column)
{
    public IReadOnlyList<SyntaxNode> Terms { get; } = terms;
}

sealed class OrNode(int column, IReadOnlyList<SyntaxNode> terms) : SyntaxNode(column)
{
    public IReadOnlyList<SyntaxNode> Terms { get; } = terms;
}

sealed class NotNode(int column, SyntaxNode term) : SyntaxNode(column)
{
    public SyntaxNode Term { get; } = term;
}

/// <summary>A field compared with values, with another field, or asked for its existence.</summary>
sealed class CheckNode(int column, Operand left, ComparisonOperator op) : SyntaxNode(column)
{
    public Operand Left { get; } = left;
    public ComparisonOperator Operator { get; } = op;
    public Quantifier Quantifier { get; init; }
    public IReadOnlyList<Literal> Values { get; init; } = [];
    /// <summary>The field it is compared with (<c>= val(proc.pid)</c>), or null.</summary>
    public Operand? Right { get; init; }
    /// <summary>Where the operator stands.</summary>
    public int OperatorColumn { get; init; }
}

/// <summary>A condition that goes by a name (<see cref="IFilterNames"/>).</summary>
sealed class NamedNode(int column, string name) : SyntaxNode(column)
{
    public string Name { get; } = name;
    /// <summary>What the name stands for, once that is known.</summary>
    public SyntaxNode? Condition { get; set; }
}

/// <summary>What has a value at an event.</summary>
abstract class Operand(int column)
{
    public int Column { get; } = column;
}

/// <summary>A field with its argument, as written but for quotes within the brackets.</summary>
sealed class FieldOperand(int column, string text) : Operand(column)
{
    public string Text { get; } = text;
}

/// <summary>A transformer around a field: <c>tolower(proc.name)</c>; <c>val(...)</c> only marks a field on the right.</summary>
sealed class TransformOperand(int column, string name, IReadOnlyList<Operand> arguments) : Operand(column)
{
    public string Name { get; } = name;
    public IReadOnlyList<Operand> Arguments { get; } = arguments;
    /// <summary>What stands in brackets behind the call, as in <c>getopt(proc.args, "nt:")[t]</c>, or null.</summary>
    public string? Selector { get; init; }
}

/// <summary>Several operands in brackets, among a transformer's arguments: <c>(fd.name, "x")</c>.</summary>
sealed class ListOperand(int column, IReadOnlyList<Operand> items) : Operand(column)
{
    public IReadOnlyList<Operand> Items { get; } = items;
}

/// <summary>A quoted text or number among a transformer's arguments.</summary>
sealed class LiteralOperand(Literal literal) : Operand(literal.Column)
{
    public Literal Literal { get; } = literal;
}

/// <summary>A value as its bytes, escapes undone.</summary>
sealed class Literal(int column, byte[] bytes)
{
    public int Column { get; } = column;
    public byte[] Bytes { get; } = bytes;
    /// <summary>It stood there without quotes.</summary>
    public bool IsBare { get; init; }
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);
}
