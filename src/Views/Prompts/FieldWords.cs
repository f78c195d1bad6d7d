using CSysdig.Model.Fields;

namespace CSysdig.Views.Prompts;

/// <summary>Names of fields for a word being typed.</summary>
static class FieldWords
{
    const int Most = 12;

    /// <summary>Where the word before the cursor starts.</summary>
    public static int StartOf(string text, int cursor)
    {
        var start = cursor;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_'))
            start--;
        return start;
    }

    /// <summary>Fields whose name begins with a word; those for tables alone where they are wanted.</summary>
    public static IReadOnlyList<string> Beginning(string word) => word.Length == 0 ? [] :
        [.. FieldCatalog.All.Select(field => field.Name)
            .Where(name => name.StartsWith(word, StringComparison.Ordinal) && name.Length > word.Length).Take(Most)];
}
