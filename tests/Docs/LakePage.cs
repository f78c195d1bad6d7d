using CSysdig.Model.Lake;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

/// <summary>docs/lake.md: its tables of columns, in the page as it is.</summary>
static class LakePage
{
    const string Path = "docs/lake.md", Begin = "## The tables\n\n", End = "\n## ";

    public static string Text()
    {
        var page = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));
        var from = page.IndexOf(Begin, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{Path} has no chapter of tables, which begins with {Begin}");
        from += Begin.Length;
        return page[..from] + string.Join("\n\n", LakeSchema.Tables.Select(Table)) + "\n" + page[page.IndexOf(End, from, StringComparison.Ordinal)..];
    }

    static string Table(LakeTableDefinition table) => $"### {table.Name}\n\n{table.Help}\n\n"
        + Markdown.Rows(["column", "type", "field", "what it is"], table.Columns.Select(c => (string[])[$"`{c.Name}`", TypeOf(c), c.Field is null ? "" : $"`{c.Field}`", Help(c)]));

    static string Help(LakeColumn column) => column.Help + (column.Bloom ? "; with a Bloom filter" : "") + (column.Option is { } option ? $"; only with `{option}`" : "");

    static string TypeOf(LakeColumn column) => column.Type switch
    {
        LakeType.Utf8 => "string",
        LakeType.Time => "timestamp",
        LakeType.Flag => "boolean",
        LakeType.Bytes => "binary",
        _ => "int64",
    };
}
