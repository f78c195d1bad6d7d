using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>What may come next in a filter that ends here.</summary>
public enum FilterPlace : byte { Field, Operator, Value, Join }

/// <summary>
/// Looks at the beginning of a filter, as somebody is typing it: what its last word is, and what may stand there. It judges
/// nothing; what can't be a filter has no words.
/// </summary>
public sealed class FilterWords
{
    readonly string _text;
    int _at, _calls;

    FilterWords(string text) => _text = text;

    /// <summary>What may stand at the end.</summary>
    public FilterPlace Place { get; private set; }
    /// <summary>Where the last word starts; the text's length where none has begun.</summary>
    public int Start { get; private set; }
    /// <summary>The field that an operator or value is about, as it is written; else empty.</summary>
    public string Field { get; private set; } = "";

    public static FilterWords Read(string text)
    {
        var words = new FilterWords(text);
        words.Read();
        return words;
    }

    /// <summary>The operators that suit a field, as they are written.</summary>
    public static IEnumerable<string> Operators(FieldDefinition field) => Binding.Operators.Of(ValueKinds.Of(field.Type)).Select(o => o.Text());

    /// <summary>The transformers of fields.</summary>
    public static IReadOnlyList<string> Transformers => FilterParser.Transformers;

    void Read()
    {
        while (true)
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
            Start = _at;
            if (_at == _text.Length)
                return;
            switch (Place)
            {
                case FilterPlace.Field: ReadField(); break;
                case FilterPlace.Operator: ReadOperator(); break;
                case FilterPlace.Value: ReadValue(); break;
                default: ReadJoin(); break;
            }
            if (_at == _text.Length && Start < _at)
                return;
        }
    }

    void ReadField()
    {
        if (_text[_at] == '(')
        {
            _calls += _calls > 0 ? 1 : 0; // a list among a transformer's arguments
            Start = ++_at;
            return;
        }
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('=' or '!' or '<' or '>' or '(' or ')' or ','))
            _at = _text[_at] == '[' ? AfterBracket() : _at + 1;
        var word = _text[start.._at];
        if (_at == _text.Length)
            return;
        if (_at == start)
            _at++;
        else if (_text[_at] == '(' && Transformers.Contains(word))
        {
            _calls++;
            Start = ++_at;
        }
        else if (word != "not")
        {
            Field = word;
            Place = FilterPlace.Operator;
        }
    }

    int AfterBracket() => _text.IndexOf(']', _at) is var end and >= 0 ? end + 1 : _text.Length;

    void ReadOperator()
    {
        if (_calls > 0 && _text[_at] is ')' or ',')
        {
            _calls -= _text[_at] == ')' ? 1 : 0;
            Place = _text[_at] == ')' ? FilterPlace.Operator : FilterPlace.Field;
            Start = ++_at;
            return;
        }
        var start = _at;
        if (char.IsAsciiLetter(_text[_at]))
            while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
                _at++;
        else
            while (_at < _text.Length && _text[_at] is '=' or '!' or '<' or '>')
                _at++;
        var isWord = char.IsAsciiLetter(_text[start]);
        if (isWord && _at == _text.Length)
            return;
        Place = _text[start.._at] == "exists" ? FilterPlace.Join : FilterPlace.Value;
        Start = _at = _at == start ? _at + 1 : _at;
    }

    // A list is values between brackets: what follows a comma is one more.
    void ReadValue()
    {
        if (_text[_at] is '(' or ',')
        {
            Start = ++_at;
            return;
        }
        if (_text[_at] is '"' or '\'')
        {
            var end = _text.IndexOf(_text[_at], _at + 1);
            _at = end < 0 ? _text.Length : end + 1;
        }
        else
            while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (')' or ','))
                _at++;
        if (_at < _text.Length && _text[_at] == ',')
            Start = ++_at;
        else if (_at < _text.Length)
            Place = FilterPlace.Join;
    }

    void ReadJoin()
    {
        if (_text[_at] == ')')
        {
            Start = ++_at;
            return;
        }
        if (_text[_at] == ',')
        {
            Place = FilterPlace.Value;
            Start = ++_at;
            return;
        }
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('(' or ')'))
            _at++;
        if (_at < _text.Length)
            (Place, Field) = (FilterPlace.Field, "");
    }
}
