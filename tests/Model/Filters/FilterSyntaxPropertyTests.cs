using CSysdig.Model.Filters.Syntax;
using CsCheck;

namespace CSysdig.Tests.Model.Filters;

public sealed class FilterSyntaxPropertyTests
{
    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    static readonly Gen<FilterDialect> s_dialects = OneOf(FilterDialect.Older, FilterDialect.Newer, FilterDialect.Sysdig029);

    static readonly Gen<Literal> s_literals = Gen.Byte.Array[0, 12].Select(bytes => new Literal(0, bytes));

    static readonly Gen<Operand> s_fields = OneOf("proc.name", "evt.arg[0]", "fd.sip", "proc.aname[2]").Select(name => (Operand)new FieldOperand(0, name));

    static readonly Gen<Operand> s_operands = Gen.Frequency(
        (3, s_fields),
        (1, s_fields.Select(field => (Operand)new TransformOperand(0, "tolower", [field]))),
        (1, Gen.Select(s_fields, s_literals, (field, text) => (Operand)new TransformOperand(0, "join", [new LiteralOperand(text), new ListOperand(0, [field, new LiteralOperand(text)])]))),
        (1, s_fields.Select(field => (Operand)new TransformOperand(0, "getopt", [field]) { Selector = "t" })));

    static readonly Gen<SyntaxNode> s_checks = Gen.Select(
        Gen.Enum<ComparisonOperator>(), s_operands, s_literals.List[1, 4], Gen.Enum<Quantifier>(), Gen.Int[0, 4],
        (op, left, values, quantifier, choice) => (SyntaxNode)(op switch
        {
            ComparisonOperator.Exists => new CheckNode(0, left, op),
            _ when choice == 0 => new CheckNode(0, left, op) { Right = new TransformOperand(0, "val", [left]) },
            _ when op.TakesList() => new CheckNode(0, left, op) { Values = values },
            ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual =>
                new CheckNode(0, left, op) { Values = [values[0]] },
            _ => new CheckNode(0, left, op) { Quantifier = quantifier, Values = quantifier == Quantifier.None ? [values[0]] : values },
        }));

    static Gen<SyntaxNode> Trees(int depth) => depth == 0 ? s_checks : Gen.Frequency(
        (2, s_checks),
        (1, Trees(depth - 1).List[2, 4].Select(terms => (SyntaxNode)new AndNode(0, terms))),
        (1, Trees(depth - 1).List[2, 4].Select(terms => (SyntaxNode)new OrNode(0, terms))),
        (1, Trees(depth - 1).Select(term => (SyntaxNode)new NotNode(0, term))));

    [Fact]
    public void A_printed_tree_reads_back_as_the_same_tree() =>
        Gen.Select(Trees(3), s_dialects).Sample((tree, dialect) => Same(tree, FilterParser.Parse(tree.ToString(), dialect)), iter: 5_000);

    [Fact]
    public void Any_text_is_read_or_refused_within_its_own_length()
    {
        var words = OneOf("(", ")", "and", "or", "not", "proc.name", "=", "!=", "==", "in", "exists", "\"", "'", "\\", "\\x4", ",", " ", "tolower(", "val(", "[", "]", "1", "anyof", "\u00e9", "\ud800");
        Gen.Select(Gen.OneOf(Gen.String, words.List[0, 12].Select(parts => string.Concat(parts))), s_dialects).Sample((text, dialect) =>
        {
            try
            {
                FilterParser.Parse(text, dialect);
                return true;
            }
            catch (FilterException e)
            {
                return e.Column >= 0 && e.Column <= text.Length;
            }
        }, iter: 50_000);
    }

    static bool Same(SyntaxNode x, SyntaxNode y) => (x, y) switch
    {
        (AndNode a, AndNode b) => a.Terms.Count == b.Terms.Count && a.Terms.Zip(b.Terms).All(p => Same(p.First, p.Second)),
        (OrNode a, OrNode b) => a.Terms.Count == b.Terms.Count && a.Terms.Zip(b.Terms).All(p => Same(p.First, p.Second)),
        (NotNode a, NotNode b) => Same(a.Term, b.Term),
        (CheckNode a, CheckNode b) => a.Operator == b.Operator && a.Quantifier == b.Quantifier && Same(a.Left, b.Left) && Same(a.Right, b.Right)
            && a.Values.Count == b.Values.Count && a.Values.Zip(b.Values).All(p => p.First.Bytes.AsSpan().SequenceEqual(p.Second.Bytes)),
        _ => false,
    };

    static bool Same(Operand? x, Operand? y) => (x, y) switch
    {
        (null, null) => true,
        (FieldOperand a, FieldOperand b) => a.Text == b.Text,
        (LiteralOperand a, LiteralOperand b) => a.Literal.Bytes.AsSpan().SequenceEqual(b.Literal.Bytes),
        (ListOperand a, ListOperand b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(p => Same(p.First, p.Second)),
        (TransformOperand a, TransformOperand b) => a.Name == b.Name && a.Selector == b.Selector && a.Arguments.Count == b.Arguments.Count && a.Arguments.Zip(b.Arguments).All(p => Same(p.First, p.Second)),
        _ => false,
    };
}
