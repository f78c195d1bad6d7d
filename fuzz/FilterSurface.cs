using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Streaming;

namespace CSysdig.Fuzz;

/// <summary>
/// Texts given as filters. One that is refused says where; one that is taken answers for every event, its printed form
/// gives the same answers, and <c>not (...)</c> around it the opposite ones.
/// </summary>
sealed class FilterSurface(Seeds seeds) : ISurface
{
    /// <summary>So many brackets may be as many as are taken.</summary>
    const int Many = 100;

    static readonly string[] s_operands =
    [
        "1", "-1", "0x1f", "65536", "4294967296", "99999999999999999999", "1.5", "true", "false", "open", "openat", "sshd", "/etc", "10.0.0.1", "::1", "10.0.0.0/8",
        "::/129", "203.0.113.0/24", "http", "tcp", "2h", "50%", "''", "'a b'", "\"a\\\"b\"", "\\x41", "a*", "[a-z]", "(a|b)*", "^.*$", "(a, b)", "(", ")", ",", "and", "or", "not",
        "=", "!=", "==", "<", "<=", ">", ">=", "val(proc.name)", "tolower(", "toupper(", "b64(", "basename(", "len(", "concat(", "join(", "getopt(", "[t]", "proc.args", "anyof", "allof", "oneof",
        "[0]", "[-1]", "[99999999999]", ".res", ".fd", ".is.open", "06:13:11", "2026-01-01T00:00:00Z", "\u00e9", "\\", "'", "\"", "%depth",
    ];

    readonly QuestionedCaptures _captures = new(seeds);
    readonly TextMutator _texts = new(seeds.Filters, [.. s_operands, .. ComparisonOperators.Words, .. FieldCatalog.All.Select(f => f.Name)]);

    public string Name => "filter";

    public byte[] Make(Random random) => QuestionedCaptures.Input(random, _texts.Make(random));

    public void Check(byte[] input)
    {
        var text = QuestionedCaptures.Text(input);
        foreach (var each in Enum.GetValues<FilterDialect>())
            Parse(text, each);
        using var stream = EventStream.Open(new MemoryStream(_captures.Of(input), writable: false));
        var dialect = Filter.DialectOf(stream.State);
        if (Parse(text, dialect) is not { } filter)
            return;
        var printed = FilterParser.Parse(text, dialect).ToString()!;
        var again = Parse(printed, dialect) ?? throw new PropertyException($"printed as '{printed}' it is refused");
        if (Parse($"not ({text})", dialect) is not { } opposite)
        {
            // One bracket more may be one too many.
            if (text.Count(c => c == '(') < Many)
                throw new PropertyException("within not (...) it is refused");
            return;
        }
        while (stream.Next())
        {
            var answer = filter.Test(stream.Current);
            if (again.Test(stream.Current) != answer)
                throw new PropertyException($"event {stream.Current.Number}: {answer}, but not when printed as '{printed}'");
            if (opposite.Test(stream.Current) == answer)
                throw new PropertyException($"event {stream.Current.Number}: {answer}, and so with not (...) around it");
        }
    }

    /// <summary>The filter, or null where it is refused.</summary>
    static Filter? Parse(string text, FilterDialect dialect)
    {
        try
        {
            return Filter.Parse(text, dialect);
        }
        catch (FilterException e) when (e.Column >= 0 && e.Column <= text.Length && !e.Message.Contains('\n'))
        {
            return null;
        }
    }
}
