using System.Text;

namespace CSysdig.Model.Filters.Syntax;

/// <summary>
/// Walks over a filter's text and cuts tokens from it. What a token is depends on the place: an operator ends a field's
/// name but not a value, so the parser asks for what it expects.
/// </summary>
sealed class FilterCursor(string text, FilterDialect dialect)
{
    public int Column { get; private set; }
    public bool AtEnd => Column >= text.Length;
    public char Current => AtEnd ? '\0' : text[Column];
    public ReadOnlySpan<char> Rest => text.AsSpan(Math.Min(Column, text.Length));

    public void SkipBlanks()
    {
        while (!AtEnd && IsBlank(text[Column]))
            Column++;
    }

    public void Advance(int length) => Column += length;

    /// <summary>Takes a text if it stands here.</summary>
    public bool TryTake(string expected)
    {
        if (!Rest.StartsWith(expected, StringComparison.Ordinal))
            return false;
        Column += expected.Length;
        return true;
    }

    /// <summary>A name with the argument in brackets that may follow it; empty when none stands here.</summary>
    /// <param name="inCall">Within a transformer's brackets a comma ends it too.</param>
    public string TakeFieldName(bool inCall)
    {
        var name = new StringBuilder();
        while (!AtEnd && !IsBlank(Current) && Current is not ('(' or ')' or '!' or '=' or '<' or '>') && !(inCall && Current == ','))
        {
            if (Current == '[')
            {
                TakeArgument(name);
                continue;
            }
            name.Append(Current);
            Column++;
        }
        return name.ToString();
    }

    /// <summary>What stands in the brackets that begin here.</summary>
    public string TakeSelector()
    {
        var text = new StringBuilder();
        TakeArgument(text);
        return text.ToString(1, text.Length - 2);
    }

    void TakeArgument(StringBuilder name)
    {
        var start = Column;
        name.Append('[');
        Column++;
        if (Current is '"' or '\'')
            name.Append(Encoding.UTF8.GetString(TakeQuoted().Bytes));
        while (!AtEnd && Current != ']')
            name.Append(text[Column++]);
        if (AtEnd)
            throw new FilterException("this bracket is never closed; expected ']'", start);
        name.Append(']');
        Column++;
    }

    /// <summary>A quoted or bare value. A bare one ends at a blank or bracket, in a list at a comma too.</summary>
    public Literal TakeLiteral(bool inList)
    {
        if (Current is '"' or '\'')
            return TakeQuoted();
        var start = Column;
        while (!AtEnd && !IsBlank(Current) && Current is not ('(' or ')') && !(inList && Current == ','))
            Column++;
        if (Column == start && dialect == FilterDialect.Newer)
            throw new FilterException(AtEnd ? "the filter ends where a value is expected" : $"expected a value before '{Current}'", start);
        return new Literal(start, Escapes.Undo(text.AsSpan(start, Column - start), start, '\0', dialect)) { IsBare = true };
    }

    Literal TakeQuoted()
    {
        var start = Column;
        var quote = Current;
        var end = EndOfQuoted(quote);
        if (end < 0 && dialect != FilterDialect.Newer)
            end = EndOfQuoted(quote == '"' ? '\'' : '"'); // sysdig 0.29.3 lets either quote end a value
        if (end < 0)
            throw new FilterException($"this quote is never closed; expected {quote} at the end of the value", start);
        Column = end + 1;
        return new Literal(start, Escapes.Undo(text.AsSpan(start + 1, end - start - 1), start + 1, quote, dialect));
    }

    int EndOfQuoted(char quote)
    {
        for (var at = Column + 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == quote)
                return at;
        }
        return -1;
    }

    /// <summary>The word that stands here, for a message.</summary>
    public string Word()
    {
        var end = Column;
        while (end < text.Length && !IsBlank(text[end]) && text[end] is not ('(' or ')'))
            end++;
        return text[Math.Min(Column, end)..Math.Max(end, Math.Min(Column + 1, text.Length))];
    }

    public static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r';
}
