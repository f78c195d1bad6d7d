using CSysdig.Model.UserRules;
using CSysdig.Model.UserRules.Matching;

namespace CSysdig.Cli;

/// <summary>The files that <c>--rules</c> names.</summary>
static class RuleFiles
{
    /// <summary>Reads them, and tells what is passed over; null where none is named.</summary>
    /// <exception cref="Model.UserRules.Files.RuleFileException">One is wrong.</exception>
    public static RuleBook? Read(IReadOnlyList<string> files, string program)
    {
        if (files.Count == 0)
            return null;
        var book = RuleBook.Read(files);
        RuleSet.Check(book);
        foreach (var note in book.Notes)
            Console.Error.WriteLine($"{program}: {note}");
        return book;
    }
}
