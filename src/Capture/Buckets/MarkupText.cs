using System.Globalization;
using System.Text;

namespace CSysdig.Capture.Buckets;

/// <summary>
/// The elements and texts of an answer's XML, one after the other. Nothing else has a place in such an answer: no declaration of a document, whose entities
/// grow without bound, no comment, and no attribute is looked at.
/// </summary>
ref struct MarkupText(string xml)
{
    const int MostDepth = 16;

    readonly string _xml = xml;
    int _at, _depth;

    /// <summary>The name of the element that begins or ends here; null where it is a text.</summary>
    public string? Name { get; private set; }
    public bool IsEnd { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>False at the end.</summary>
    /// <exception cref="FormatException">This is no such XML.</exception>
    public bool Next()
    {
        // What says how it is written.
        while (_xml.AsSpan(_at).StartsWith("<?"))
            _at = _xml.IndexOf('>', _at) is >= 0 and var close ? close + 1 : throw new FormatException();
        if (_at == _xml.Length)
            return _depth == 0 ? false : throw new FormatException();
        if (_xml[_at] != '<')
        {
            var end = _xml.IndexOf('<', _at) is >= 0 and var found ? found : _xml.Length;
            (Name, Text) = (null, Plain(_xml.AsSpan(_at, end - _at)));
            _at = end;
            return true;
        }
        var last = _xml.IndexOf('>', _at);
        if (last < 0)
            throw new FormatException();
        var tag = _xml.AsSpan(_at + 1, last - _at - 1);
        _at = last + 1;
        IsEnd = tag.StartsWith("/");
        var isWhole = tag.EndsWith("/");
        tag = tag.Trim('/');
        var blank = tag.IndexOfAny(" \t\r\n");
        Name = (blank < 0 ? tag : tag[..blank]).ToString();
        _depth += IsEnd ? -1 : isWhole ? 0 : 1;
        return Name.Length > 0 && Name[0] != '!' && _depth is >= 0 and <= MostDepth ? true : throw new FormatException();
    }

    /// <summary>The first text of an element; null where there is none, or the text is no such XML.</summary>
    public static string? Find(string xml, string name)
    {
        try
        {
            string? element = null;
            var text = new MarkupText(xml);
            while (text.Next())
            {
                if (text.Name is null && element == name)
                    return text.Text;
                if (text.Name is not null)
                    element = text.IsEnd ? null : text.Name;
            }
        }
        catch (FormatException)
        {
            // Said by null.
        }
        return null;
    }

    static string Plain(ReadOnlySpan<char> text)
    {
        if (!text.Contains('&'))
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        while (text.IndexOf('&') is >= 0 and var at)
        {
            plain.Append(text[..at]);
            text = text[(at + 1)..];
            var end = text.IndexOf(';');
            plain.Append(Entity(end < 0 ? [] : text[..end]));
            text = text[(end + 1)..];
        }
        return plain.Append(text).ToString();
    }

    static string Entity(ReadOnlySpan<char> name) => name switch
    {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) => new Rune(code).ToString(),
        ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) => new Rune(code).ToString(),
        _ => throw new FormatException(),
    };
}
