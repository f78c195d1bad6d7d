using System.Text;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>Reads the conditions of a book: lists are put in where they are named, macros are found and checked for circles.</summary>
sealed class ConditionReading
{
    internal const int MostListed = 1_000_000, MostPut = 2_000_000, Deepest = 100;

    readonly RuleBook _book;
    readonly FilterDialect _dialect;
    readonly Dictionary<string, (List<byte[]> Values, int Height)> _lists = [];
    readonly Dictionary<string, (SyntaxNode Tree, List<NamedNode> Named)> _macros = [];
    readonly List<RuleMacro> _ordered = [];
    long _listed, _put;

    /// <exception cref="RuleFileException">A list or macro is wrong.</exception>
    public ConditionReading(RuleBook book, FilterDialect dialect)
    {
        (_book, _dialect) = (book, dialect);
        foreach (var list in book.Lists.Values)
            ValuesOf(list, []);
        foreach (var macro in book.Macros.Values)
            _macros.Add(macro.Name, Parse(macro.Condition, $"macro {macro.Name}"));
        var heights = new Dictionary<string, int>();
        foreach (var macro in book.Macros.Values)
            Order(macro, heights, []);
    }

    /// <summary>All macros; those that a macro names stand before it.</summary>
    public IEnumerable<(RuleMacro Macro, SyntaxNode Tree)> Macros => _ordered.Select(m => (m, _macros[m.Name].Tree));

    /// <summary>The condition of a rule.</summary>
    /// <exception cref="RuleFileException">It can't be read.</exception>
    public SyntaxNode Read(WrittenText text, string of)
    {
        var (tree, named) = Parse(text, of);
        foreach (var node in named)
            Resolve(node, text, of, int.MaxValue);
        return tree;
    }

    (SyntaxNode, List<NamedNode>) Parse(WrittenText text, string of)
    {
        var names = new Names(this, text);
        try
        {
            return (FilterParser.Parse(text.Text, _dialect, names), names.Named);
        }
        catch (FilterException e)
        {
            throw text.Problem(of, e);
        }
    }

    RuleMacro Resolve(NamedNode node, WrittenText text, string of, int before)
    {
        if (!_book.Macros.TryGetValue(node.Name, out var macro))
            throw text.Problem(of, new FilterException($"there is no macro {node.Name}" + (Text.NearestWord.Of(node.Name, _book.Macros.Keys) is { } near
                ? $"; did you mean {near}?" : "; a macro is defined by '- macro:', and a field is compared, as in proc.name = sshd"), node.Column));
        if (macro.Index >= before)
            throw text.Problem(of, new FilterException($"macro {node.Name} is defined only below, at {macro.Place}; move it up", node.Column));
        node.Condition = _macros[node.Name].Tree;
        return macro;
    }

    /// <summary>Puts a macro behind those that it names. The answer is how many lie within each other.</summary>
    int Order(RuleMacro macro, Dictionary<string, int> heights, List<string> above)
    {
        if (heights.TryGetValue(macro.Name, out var height))
            return height;
        if (above.IndexOf(macro.Name) is >= 0 and var at)
            throw new RuleFileException(macro.Place, $"macros name each other in a circle: {string.Join(" → ", above[at..])} → {macro.Name}; one of them must stand for itself");
        if (above.Count >= Deepest)
            throw TooDeep(macro, "macros");
        above.Add(macro.Name);
        foreach (var node in _macros[macro.Name].Named)
            if (_book.Macros.TryGetValue(node.Name, out var inner))
                height = Math.Max(height, Order(inner, heights, above));
        above.RemoveAt(above.Count - 1);
        if (height >= Deepest)
            throw TooDeep(macro, "macros");
        foreach (var node in _macros[macro.Name].Named)
            Resolve(node, macro.Condition, $"macro {macro.Name}", macro.Changed);
        heights.Add(macro.Name, height + 1);
        _ordered.Add(macro);
        return height + 1;
    }

    /// <summary>The values of a list, with those of the lists that it names. A word for which no list stood above then is a value.</summary>
    (List<byte[]> Values, int Height) ValuesOf(RuleList list, List<string> above)
    {
        if (_lists.TryGetValue(list.Name, out var known))
            return known;
        if (above.IndexOf(list.Name) is >= 0 and var at)
            throw new RuleFileException(list.Place, $"lists name each other in a circle: {string.Join(" → ", above[at..])} → {list.Name}; take one of them out of the next");
        var height = 0;
        if (above.Count >= Deepest)
            throw TooDeep(list, "lists");
        above.Add(list.Name);
        var values = new List<byte[]>();
        var seen = new HashSet<string>();
        foreach (var (value, file) in list.Items)
            if (_book.Lists.TryGetValue(value.Text, out var inner) && inner.Index < list.Changed && inner != list)
            {
                var (inside, below) = ValuesOf(inner, above);
                inside.ForEach(Add);
                height = Math.Max(height, below);
            }
            else
                Add(Value(value.Text, () => file.PlaceOf(value)));
        above.RemoveAt(above.Count - 1);
        if (height >= Deepest)
            throw TooDeep(list, "lists");
        _listed += values.Count;
        if (_listed > MostListed)
            throw new RuleFileException(list.Place, $"the lists hold more than {MostListed:N0} values, with those of the lists in them");
        return _lists[list.Name] = (values, height + 1);

        void Add(byte[] each)
        {
            if (seen.Add(Encoding.Latin1.GetString(each)))
                values.Add(each);
        }
    }

    static RuleFileException TooDeep(RuleName name, string what) => new(name.Place, $"more than {Deepest} {what} lie within each other");

    /// <summary>A list's item as a value of a filter: with quotes of its own where it holds what would end it.</summary>
    byte[] Value(string text, Func<Place> place)
    {
        try
        {
            if (text is ['"' or '\'', ..])
                return new FilterCursor(text, _dialect).TakeLiteral(inList: true).Bytes;
            return Escapes.Undo(text, 0, '\0', _dialect);
        }
        catch (FilterException e)
        {
            throw new RuleFileException(place(), e.Reason);
        }
    }

    /// <summary>The words of one condition.</summary>
    sealed class Names(ConditionReading reading, WrittenText text) : IFilterNames
    {
        public List<NamedNode> Named { get; } = [];

        public SyntaxNode? Condition(string name, int column)
        {
            if (name.AsSpan().IndexOfAny(".[") >= 0)
                return null;
            var node = new NamedNode(column, name);
            Named.Add(node);
            return node;
        }

        public IReadOnlyList<Literal>? List(Literal word, bool isAlone)
        {
            if (reading._lists.TryGetValue(word.Text, out var list))
            {
                if ((reading._put += list.Values.Count) > MostPut)
                    throw new FilterException($"lists put more than {MostPut:N0} values into conditions, up to here", word.Column);
                return [.. list.Values.Select(v => new Literal(word.Column, v))];
            }
            if (!isAlone || !word.Text.Contains('_') || !word.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || !text.IsWritten(word.Column))
                return null;
            // Programs have underscores in their names too, and stand alone between brackets.
            var near = Text.NearestWord.Of(word.Text, reading._book.Lists.Keys);
            if (near is null && !s_endings.Any(word.Text.EndsWith))
                return null;
            throw new FilterException($"there is no list {word.Text}; " + (near is null ? $"define it by '- list: {word.Text}'" : $"did you mean {near}?") + $" Where a value is meant, write \"{word.Text}\"", word.Column);
        }

        /// <summary>What lists are called by.</summary>
        static readonly string[] s_endings =
        [
            "_list", "_binaries", "_programs", "_procs", "_processes", "_commands", "_cmds", "_files", "_filenames", "_paths", "_directories", "_dirs", "_images", "_containers",
            "_repositories", "_users", "_groups", "_ports", "_ips", "_domains", "_hosts", "_networks", "_names", "_services", "_namespaces",
        ];
    }
}
