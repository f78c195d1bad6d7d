using System.Text;

namespace CSysdig.Model.Filters.Syntax;

/// <summary>Writes a tree so that it reads back as the same tree.</summary>
static class FilterPrinter
{
    public static string Print(SyntaxNode node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    static void Write(StringBuilder text, SyntaxNode node)
    {
        switch (node)
        {
            case AndNode and:
                Join(text, and.Terms, " and ");
                break;
            case OrNode or:
                Join(text, or.Terms, " or ");
                break;
            case NotNode not:
                text.Append("not ");
                WriteTerm(text, not.Term);
                break;
            case CheckNode check:
                WriteCheck(text, check);
                break;
            case NamedNode { Condition: { } condition }:
                Write(text, condition);
                break;
        }
    }

    static void Join(StringBuilder text, IReadOnlyList<SyntaxNode> terms, string word)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (i > 0)
                text.Append(word);
            if (terms[i] is NotNode)
                Write(text, terms[i]);
            else
                WriteTerm(text, terms[i]);
        }
    }

    static void WriteTerm(StringBuilder text, SyntaxNode node)
    {
        if (node is CheckNode)
        {
            Write(text, node);
            return;
        }
        text.Append('(');
        Write(text, node);
        text.Append(')');
    }

    static void WriteCheck(StringBuilder text, CheckNode check)
    {
        WriteOperand(text, check.Left);
        text.Append(' ').Append(check.Operator.Text());
        if (check.Quantifier != Quantifier.None)
            text.Append(' ').Append(check.Quantifier.Text());
        if (check.Operator == ComparisonOperator.Exists)
            return;
        text.Append(' ');
        if (check.Right is not null)
            WriteOperand(text, check.Right);
        else if (check.Operator.TakesList() || check.Quantifier != Quantifier.None)
            WriteList(text, check.Values);
        else
            WriteLiteral(text, check.Values[0]);
    }

    static void WriteList(StringBuilder text, IReadOnlyList<Literal> values)
    {
        text.Append('(');
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            WriteLiteral(text, values[i]);
        }
        text.Append(')');
    }

    static void WriteOperand(StringBuilder text, Operand operand)
    {
        switch (operand)
        {
            case FieldOperand field:
                text.Append(field.Text);
                break;
            case LiteralOperand literal:
                WriteLiteral(text, literal.Literal);
                break;
            case ListOperand list:
                WriteOperands(text, list.Items);
                break;
            case TransformOperand transform:
                text.Append(transform.Name);
                WriteOperands(text, transform.Arguments);
                if (transform.Selector is { } selector)
                {
                    text.Append('[');
                    WriteLiteral(text, new Literal(0, Encoding.UTF8.GetBytes(selector)));
                    text.Append(']');
                }
                break;
        }
    }

    static void WriteOperands(StringBuilder text, IReadOnlyList<Operand> operands)
    {
        text.Append('(');
        for (var i = 0; i < operands.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            WriteOperand(text, operands[i]);
        }
        text.Append(')');
    }

    static void WriteLiteral(StringBuilder text, Literal literal)
    {
        text.Append('"');
        for (ReadOnlySpan<byte> rest = literal.Bytes; rest.Length > 0;)
        {
            var valid = Rune.DecodeFromUtf8(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && rune.Value is '"' or '\\')
                text.Append('\\').Append(rune.ToString());
            else if (valid && !Rune.IsControl(rune))
                text.Append(rune.ToString());
            else
                foreach (var each in rest[..length])
                    text.Append("\\x").Append(each.ToString("x2"));
            rest = rest[length..];
        }
        text.Append('"');
    }
}
