using CSysdig.Model.Fields;

namespace CSysdig.Model.Formats;

/// <summary>Cuts a format into text and fields. A field is the longest name that the catalogue knows after a percent sign.</summary>
static class FormatParser
{
    /// <summary>Wider than any line; more digits than this are a slip of the keyboard.</summary>
    const int MaxWidth = 1_000_000;

    public static FormatToken[] Parse(string text, int at)
    {
        var tokens = new List<FormatToken>();
        while (at < text.Length)
        {
            var percent = text.IndexOf('%', at);
            var end = percent < 0 ? text.Length : percent;
            if (end > at)
                tokens.Add(new LiteralToken(text[at..end]));
            at = end;
            if (percent < 0)
                break;
            at = ReadWidth(text, at + 1, out var width);
            tokens.Add(ReadField(text, ref at, width));
        }
        return [.. tokens];
    }

    static int ReadWidth(string text, int at, out int width)
    {
        width = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            width = width * 10 + text[at++] - '0';
            if (width > MaxWidth)
                throw new EventFormatException($"the output format asks for a width above {MaxWidth}");
        }
        if (at == text.Length)
            throw new EventFormatException("the output format ends where a field name should follow: '%' begins one, as in %proc.name");
        return at;
    }

    static FormatToken ReadField(string text, ref int at, int width)
    {
        var nameEnd = at;
        while (nameEnd < text.Length && (char.IsAsciiLetterOrDigit(text[nameEnd]) || text[nameEnd] is '.' or '_' or '-'))
            nameEnd++;
        FieldException? first = null;
        foreach (var end in Ends(text, at, nameEnd))
        {
            var name = text[at..end];
            if (FormatToken.TryCommon(name, width) is { } common)
            {
                at = end;
                return common;
            }
            try
            {
                var field = FieldCatalog.Bind(name);
                if ((field.Definition.Flags & FieldFlags.FilterOnly) != 0)
                    throw new EventFormatException($"{name} can be used in a filter only, not in an output format");
                at = end;
                return new FieldToken(field, name, width);
            }
            catch (FieldException e)
            {
                first ??= e;
            }
        }
        var shown = text[at..Math.Max(nameEnd, Math.Min(at + 1, text.Length))];
        throw new EventFormatException($"the output format has no field at '%{shown}': {first?.Message ?? "a field name must follow the percent sign"}");
    }

    /// <summary>Where the name may end, farthest first: with its argument or brackets, then ever shorter.</summary>
    static IEnumerable<int> Ends(string text, int at, int nameEnd)
    {
        if (nameEnd > at && nameEnd < text.Length)
        {
            if (text[nameEnd] == '[' && text.IndexOf(']', nameEnd) is > 0 and var close)
                yield return close + 1;
            if (text[nameEnd] == '(' && CloseOf(text, nameEnd) is > 0 and var outer)
                yield return outer + 1;
        }
        for (var end = nameEnd; end > at; end--)
            yield return end;
    }

    /// <summary>Where the bracket at <paramref name="open"/> closes, or -1.</summary>
    static int CloseOf(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i;
        }
        return -1;
    }
}
