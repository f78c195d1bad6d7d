using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Cli.Options;
using CSysdig.Model.Fields;
using CSysdig.Model.Views;
using CSysdig.Views.Screens;

namespace CSysdig.Completion;

/// <summary>Offers what may stand at the end of a command line: an option, its value, or the next word of the filter.</summary>
/// <param name="words">The words before the one under the cursor, without the program's name.</param>
sealed class CommandLineOffer(OptionTable table, IReadOnlyList<string> words)
{
    readonly List<string> _filter = [];
    Option? _waiting;
    ChiselDefinition? _chisel;
    bool _onlyFilter;

    /// <param name="word">The word under the cursor, as far as it is there.</param>
    public Offer For(string word)
    {
        foreach (var each in words)
            Take(each);
        if (_waiting is not null)
            return Value(_waiting, word);
        if (_onlyFilter || !word.StartsWith('-'))
            return _chisel is { Arguments: [{ Name: "key" or "field" }, ..] }
                ? Offer.Words(word, FieldOffer.Beginning(word, FieldFlags.FilterOnly))
                : FilterOffer.For(string.Concat(_filter.Select(w => w + " ")), word);
        if (word.StartsWith("--", StringComparison.Ordinal) && word.IndexOf('=') is var equals and > 0)
            return Long(word[2..equals]) is { } named ? Value(named, word[(equals + 1)..]).After(word[..(equals + 1)]) : Offer.Nothing;
        if (!word.StartsWith("--", StringComparison.Ordinal) && Valued(word) is var (option, at) && at < word.Length)
            return Value(option, word[at..]).After(word[..at]);
        return Offer.Words(word, Options());
    }

    IEnumerable<Candidate> Options()
    {
        foreach (var option in table.Chapters.SelectMany(c => c.Options))
        {
            if (option.Letter != '\0')
                yield return new($"-{option.Letter}", option.Help!);
            if (option.Long is not null)
                yield return new($"--{option.Long}", option.Help!);
        }
    }

    void Take(string word)
    {
        var (waiting, chisel) = (_waiting, _chisel);
        _waiting = null;
        _chisel = null;
        if (waiting is not null)
            _chisel = waiting.Letter == 'c' ? ChiselCatalog.All.FirstOrDefault(c => c.Name == word) : null;
        else if (_onlyFilter || !word.StartsWith('-') || word.Length == 1)
        {
            if (chisel is not { Arguments.Count: > 0 } || chisel.RequiredArguments == 0 && IsFilter(word))
                _filter.Add(word);
        }
        else if (word == "--")
            _onlyFilter = true;
        else if (word.StartsWith("--", StringComparison.Ordinal))
            _waiting = !word.Contains('=') && Long(word[2..]) is { } option && (option.LongValue ?? option.Value) == ValueKind.Required ? option : null;
        else if (Valued(word) is var (valued, at))
        {
            if (at == word.Length && valued.Value == ValueKind.Required)
                _waiting = valued;
            else if (valued.Letter == 'c')
                _chisel = ChiselCatalog.All.FirstOrDefault(c => c.Name == word[at..]);
        }
    }

    /// <summary>The word after a chisel is its argument where it takes one; one that may be left out does not look like a check.</summary>
    static bool IsFilter(string word) => word is "not" || word.AsSpan().ContainsAny("=<>!(");

    /// <summary>The option with a value among joined letters, and where the value starts.</summary>
    (Option Option, int At)? Valued(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (table.All.FirstOrDefault(o => o.Letter == word[i]) is not { } option)
                return null;
            if (option.Value != ValueKind.None)
                return (option, i + 1);
        }
        return null;
    }

    Option? Long(string name)
    {
        var found = table.All.Where(o => o.Long is not null && o.Long.StartsWith(name, StringComparison.Ordinal)).ToList();
        return found.FirstOrDefault(o => o.Long == name) ?? (found.Count == 1 ? found[0] : null);
    }

    Offer Value(Option option, string word)
    {
        var choices = option.Choices.Select(c => new Candidate(c.Word, c.Meaning));
        return option.Completes switch
        {
            Completes.Capture => new(OfferKind.Captures, []),
            Completes.File => new(OfferKind.Files, []),
            Completes.Format when word.Contains('%') => FormatOffer.For(word),
            Completes.Format when word.Length == 0 => Offer.Parts(word, choices.Append(new("%", "a format of your own"))),
            Completes.Chisel when word.Contains('/') => new(OfferKind.Files, []),
            // Scripts are not asked what they do: nobody expects Tab to run them.
            Completes.Chisel => Offer.Words(word, ChiselCatalog.All.Select(c => new Candidate(c.Name, c.Summary))
                .Concat(ChiselCatalog.ScriptNames.Select(n => new Candidate(n, "a script in Lua")))),
            Completes.View => Offer.Words(word, [.. ViewCatalog.OnScreen(containers: false).Select(v => new Candidate(v.Id, v.Name)), new("echo", "bytes read and written"), new("dig", "events"), .. OwnScreens.Listed.Select(s => new Candidate(s.Id, s.Name))]),
            _ => Offer.Words(word, choices),
        };
    }
}
