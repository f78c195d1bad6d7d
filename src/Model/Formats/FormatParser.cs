using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Formats;

/// <summary>Cuts a format into text and fields. A field is the longest name that the catalogue knows after a percent sign.</summary>
static class FormatParser
{
    /// <summary>Wider than any line; more digits than this are a slip of the keyboard.</summary>
    const int MaxWidth = 1_000_000;

    public static FormatToken[] Parse(string text, int at, bool exitOnly)
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
            tokens.Add(ReadField(text, ref at, width, exitOnly));
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

    static FormatToken ReadField(string text, ref int at, int width, bool exitOnly)
    {
        var nameEnd = at;
        while (nameEnd < text.Length && (char.IsAsciiLetterOrDigit(text[nameEnd]) || text[nameEnd] is '.' or '_' or '-'))
            nameEnd++;
        try
        {
            var field = TransformCall.BindStart(text[at..], out var length) ?? FieldCatalog.BindStart(text.AsSpan(at), out length);
            // What 0.29.3 did not know as an argument it prints as text.
            if (!exitOnly && field is AgedField aged)
                length -= aged.LeftOver.Length;
            var name = text.Substring(at, length);
            if ((field.Definition.Flags & FieldFlags.FilterOnly) != 0)
                throw new EventFormatException($"{name} can be used in a filter only, not in an output format");
            at += length;
            return FormatToken.TryCommon(name, width) ?? new FieldToken(field, name, width);
        }
        catch (FilterException e)
        {
            throw new EventFormatException($"the output format can't be read at '%{text[at..]}': {e.Reason}");
        }
        catch (FieldException e)
        {
            var shown = text[at..Math.Max(nameEnd, Math.Min(at + 1, text.Length))];
            throw new EventFormatException($"the output format has no field at '%{shown}': {(shown.Length > 0 ? e.Message : "a field name must follow the percent sign")}");
        }
    }
}
