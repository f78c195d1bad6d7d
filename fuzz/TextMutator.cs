using System.Text;

namespace CSysdig.Fuzz;

/// <summary>Changes texts word by word and letter by letter; words come from the seeds and from what the language knows.</summary>
/// <param name="seeds">Whole texts.</param>
/// <param name="words">What may stand anywhere in one.</param>
sealed class TextMutator(IReadOnlyList<string> seeds, IReadOnlyList<string> words)
{
    const int MostChanges = 6, Longest = 4096;

    public string Make(Random random)
    {
        var text = Pick(random, seeds);
        for (var changes = random.Next(MostChanges + 1); changes > 0 && text.Length < Longest; changes--)
            text = Change(random, text);
        return text.ReplaceLineEndings(" ");
    }

    string Change(Random random, string text)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(10))
        {
            case 0:
                return text.Insert(at, Pick(random, words));
            case 1:
                return text.Insert(at, " " + Pick(random, words) + " ");
            case 2 or 3:
                var parts = Tokens(text);
                parts[random.Next(parts.Count)] = Pick(random, words);
                return string.Concat(parts);
            case 4:
                var left = Tokens(text);
                left.RemoveAt(random.Next(left.Count));
                return string.Concat(left);
            case 5:
                return text[..at] + Pick(random, seeds);
            case 6:
                return $"{text} {(random.Next(2) == 0 ? "and" : "or")} {Pick(random, seeds)}";
            case 7:
                var depth = random.Next(20) == 0 ? random.Next(1000) : random.Next(1, 4);
                return string.Concat(Enumerable.Repeat(random.Next(2) == 0 ? "(" : "not (", depth)) + text + new string(')', depth);
            case 8:
                return text[..at] + (char)random.Next(1, 0x250) + text[at..];
            default:
                return text.Length == 0 ? text : text.Remove(Math.Min(at, text.Length - 1), 1);
        }
    }

    /// <summary>Words, blanks and signs; one at least.</summary>
    static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        foreach (var c in text)
        {
            var isWord = char.IsLetterOrDigit(c) || c is '.' or '_';
            if (token.Length > 0 && !(isWord && (char.IsLetterOrDigit(token[0]) || token[0] is '.' or '_')))
            {
                tokens.Add(token.ToString());
                token.Clear();
            }
            token.Append(c);
        }
        tokens.Add(token.ToString());
        return tokens;
    }

    static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
