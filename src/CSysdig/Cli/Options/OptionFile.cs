using System.Globalization;
using CSysdig.Capture;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace CSysdig.Cli.Options;

/// <summary>Options in a file (--config): TOML whose keys are long names of options, and filter.</summary>
static class OptionFile
{
    const int MostBytes = 1 << 20;

    /// <summary>The options of a file, as words of a command line.</summary>
    /// <exception cref="UsageException">It can't be read, or says what there is not.</exception>
    public static List<string> Read(string path, OptionTable table)
    {
        var document = SyntaxParser.Parse(Text(path), path);
        if (document.Diagnostics.FirstOrDefault(d => d.Kind == DiagnosticMessageKind.Error) is { } error)
            throw new UsageException($"{path}:{error.Span.Start.Line + 1}: that is no TOML; an option is NAME = VALUE, with texts in quotes and lists in [ ], and is given once");
        if (document.Tables.FirstOrDefault() is { } heading)
            throw new UsageException($"{path}:{heading.Span.Start.Line + 1}: options stand in no table; leave {heading.ToString().Split('\n')[0].Trim()}");
        var words = new List<string>();
        foreach (var pair in document.KeyValues)
            Add(words, pair, path, table);
        return words;
    }

    static void Add(List<string> words, KeyValueSyntax pair, string path, OptionTable table)
    {
        var name = pair.Key?.ToString().Trim() ?? "";
        if (name == "filter")
        {
            words.Add(pair.Value is StringValueSyntax { Value: { } filter } ? filter : throw Wrong(path, pair, "is a text in quotes"));
            return;
        }
        var option = table.All.FirstOrDefault(o => o.Long == name && o.Help is not null && name != "config")
            ?? throw new UsageException($"{path}:{pair.Span.Start.Line + 1}: there is no option {name}; a key is the long name of one that --help lists, or filter");
        if ((option.LongValue ?? option.Value) == ValueKind.None)
            words.AddRange(pair.Value is BooleanValueSyntax flag ? flag.Value ? ["--" + name] : [] : throw Wrong(path, pair, "is true or false"));
        else if (pair.Value is ArraySyntax array)
            foreach (var item in array.Items)
                words.Add($"--{name}={Value(item.Value) ?? throw Wrong(path, pair, "takes texts in quotes, or numbers")}");
        else
            words.Add($"--{name}={Value(pair.Value) ?? throw Wrong(path, pair, "is a text in quotes, or a number")}");
    }

    static string? Value(ValueSyntax? value) => value switch
    {
        StringValueSyntax { Value: { } text } => text,
        IntegerValueSyntax number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    static UsageException Wrong(string path, KeyValueSyntax pair, string what) => new($"{path}:{pair.Span.Start.Line + 1}: {pair.Key?.ToString().Trim()} {what}");

    static string Text(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MostBytes } ? throw new UsageException($"{path} has more than {MostBytes >> 20} MiB: that is no file of options") : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} can't be read: {FileProblem.Of(e)}");
        }
    }
}
