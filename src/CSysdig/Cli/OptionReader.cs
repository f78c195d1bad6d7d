using CSysdig.Cli.Options;

namespace CSysdig.Cli;

/// <summary>
/// Reads a command line as GNU getopt_long does: short options joined, values attached or apart, long options by any
/// unambiguous beginning, options also behind other words, and <c>--</c> before words that look like options.
/// </summary>
/// <param name="other">The options of the other program, which are sometimes meant.</param>
sealed class OptionReader(IReadOnlyList<Option> options, string[] args, OptionTable? other = null)
{
    int _word, _letter;
    bool _onlyWords;

    /// <summary>The words that are no options, in order.</summary>
    public List<string> Words { get; } = [];

    /// <summary>The next option with its value; null at the end.</summary>
    /// <exception cref="UsageException">The option does not exist, or its value is missing or not wanted.</exception>
    public (Option Option, string? Value)? Next()
    {
        if (_letter > 0)
            return ReadLetter(args[_word]);
        while (_word < args.Length)
        {
            var word = args[_word];
            if (!_onlyWords && word == "--")
                _onlyWords = true;
            else if (!_onlyWords && word.StartsWith("--", StringComparison.Ordinal))
                return ReadLong(word[2..]);
            else if (!_onlyWords && word.Length > 1 && word[0] == '-')
            {
                _letter = 1;
                return ReadLetter(word);
            }
            else
                Words.Add(word);
            _word++;
        }
        return null;
    }

    /// <summary>Puts words in the place of the option just read.</summary>
    public void Insert(IReadOnlyList<string> words) => args = [.. args[.._word], .. words, .. args[_word..]];

    /// <summary>The word that would be next, or null.</summary>
    public string? PeekWord() => _letter == 0 && _word < args.Length ? args[_word] : null;

    /// <summary>How many words are still to come.</summary>
    public int WordsLeft => args.Length - _word;

    /// <summary>Takes the next word as a further value of the option just read (a chisel's arguments).</summary>
    public string? TakeWord() => _letter == 0 && _word < args.Length ? args[_word++] : null;

    (Option, string?) ReadLetter(string word)
    {
        var option = options.FirstOrDefault(o => o.Letter == word[_letter])
            ?? throw new UsageException($"there is no option -{word[_letter]}; --help lists them");
        var rest = word[(_letter + 1)..];
        if (option.Value == ValueKind.None)
        {
            _letter = rest.Length > 0 ? _letter + 1 : 0;
            _word += rest.Length > 0 ? 0 : 1;
            return (option, null);
        }
        _letter = 0;
        _word++;
        if (rest.Length > 0)
            return (option, rest);
        return (option, option.Value == ValueKind.Optional ? null : TakeValue("-" + option.Letter));
    }

    (Option, string?) ReadLong(string text)
    {
        _word++;
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        var option = FindLong(name);
        var kind = option.LongValue ?? option.Value;
        if (equals >= 0)
            return kind == ValueKind.None ? throw new UsageException($"--{option.Long} takes no value") : (option, text[(equals + 1)..]);
        return (option, kind == ValueKind.Required ? TakeValue("--" + option.Long) : null);
    }

    Option FindLong(string name)
    {
        var found = options.Where(o => o.Long is not null && o.Long.StartsWith(name, StringComparison.Ordinal)).ToList();
        if (found.FirstOrDefault(o => o.Long == name) is { } exact)
            return exact;
        return found.Count switch
        {
            1 => found[0],
            0 when other is not null && other.All.Any(o => o.Long == name && o.Help is not null) => throw new UsageException($"--{name} is an option of {other.Program}; {other.Program} --help tells of it"),
            0 => throw new UsageException($"there is no option --{name}; --help lists them"),
            _ => throw new UsageException($"--{name} could be {string.Join(" or ", found.Select(o => "--" + o.Long).Order(StringComparer.Ordinal))}"),
        };
    }

    string TakeValue(string option) =>
        _word < args.Length ? args[_word++] : throw new UsageException($"{option} needs a value after it");
}
