using CSysdig.Model.Text;

namespace CSysdig.Model.Fields.Transforms;

/// <summary>
/// <c>getopt()</c>: the short options of a list of arguments, each with its value behind it, as getopt(3) reads them: up to <c>--</c> or
/// the first that is no option, long ones passed over. An option that it does not know is <c>?</c>, a value that is missing empty.
/// </summary>
sealed class OptionsField(Field list, Field letters) : TextsField("getopt()")
{
    readonly OptionScan _scan = new();

    public override FieldReads Reads => list.Reads | letters.Reads;

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        if (!_scan.Read(e, list, letters))
            return false;
        var value = new FieldValue();
        for (var i = 0; i < _scan.Count; i++)
        {
            Set(ref value, _scan[i]);
            if (test.Test(value))
                return true;
        }
        return false;
    }
}

/// <summary><c>getopt()[t]</c>: the last value of one option, or its letter where it takes none; no value where it is not given.</summary>
sealed class OptionField(Field list, Field letters, byte letter) : Field(LiteralField.Define("getopt()"))
{
    readonly OptionScan _scan = new() { Only = letter };

    public override FieldReads Reads => list.Reads | letters.Reads;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!_scan.Read(e, list, letters) || _scan.Count == 0)
            return false;
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Bytes = _scan[_scan.Count - 1];
        return true;
    }
}

/// <summary>Reads options and keeps what is found; used again for each event.</summary>
sealed class OptionScan
{
    enum Taking : byte { Unknown, Nothing, Value }

    readonly Taking[] _known = new Taking[256];
    readonly Utf8Writer _text = new();
    readonly List<Range> _found = [];
    /// <summary>The option whose value is the next argument; 0 for none.</summary>
    byte _waiting;

    /// <summary>The option that is meant, and of which what is kept is its value; 0 for all.</summary>
    public byte Only { get; init; }

    public int Count => _found.Count;
    public ReadOnlySpan<byte> this[int index] => _text.Written[_found[index]];

    /// <summary>False where the letters are not known.</summary>
    public bool Read(Event e, Field list, Field letters)
    {
        var value = new FieldValue();
        if (!letters.TryGet(e, ref value))
            return false;
        Learn(value.Bytes);
        _text.Clear();
        _found.Clear();
        _waiting = 0;
        var each = new Each(this);
        list.Any(e, ref each);
        if (_waiting != 0 && (Only == 0 || Only == _waiting))
            Keep([]);
        return true;
    }

    void Learn(ReadOnlySpan<byte> letters)
    {
        Array.Clear(_known);
        for (var i = 0; i < letters.Length; i++)
            if (letters[i] != ':')
                _known[letters[i]] = i + 1 < letters.Length && letters[i + 1] == ':' ? Taking.Value : Taking.Nothing;
    }

    /// <summary>True where no option can follow.</summary>
    bool Take(ReadOnlySpan<byte> argument)
    {
        if (_waiting != 0)
        {
            Keep(_waiting, argument);
            _waiting = 0;
            return false;
        }
        if (argument.Length > 2 && argument.StartsWith("--"u8))
            return false;
        if (argument.Length < 2 || argument[0] != '-' || argument[1] == '-')
            return true;
        for (var i = 1; i < argument.Length; i++)
        {
            var option = argument[i];
            switch (_known[option])
            {
                case Taking.Unknown when Only == 0:
                    Keep("?"u8);
                    break;
                case Taking.Nothing when Only == 0 || Only == option:
                    Keep(argument.Slice(i, 1));
                    break;
                case Taking.Value:
                    if (i + 1 < argument.Length)
                        Keep(option, argument[(i + 1)..]);
                    else
                        _waiting = option;
                    return false;
            }
        }
        return false;
    }

    void Keep(byte option, ReadOnlySpan<byte> value)
    {
        if (Only == 0)
            Keep([option]);
        if (Only == 0 || Only == option)
            Keep(value);
    }

    void Keep(ReadOnlySpan<byte> text)
    {
        _found.Add(_text.Length..(_text.Length + text.Length));
        _text.Write(text);
    }

    readonly struct Each(OptionScan scan) : IValueTest
    {
        public bool Test(in FieldValue value) => scan.Take(value.Bytes);
    }
}
