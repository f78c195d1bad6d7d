namespace CSysdig.Model.Reports;

/// <summary>What stands on a report's page, from top to bottom, whatever it is written as.</summary>
sealed class Page(string title)
{
    readonly List<Block> _blocks = [];

    public string Title { get; } = title;
    public IReadOnlyList<Block> Blocks => _blocks;

    public void Head(int level, Phrase text) => _blocks.Add(new HeadBlock(level, text));

    public void Say(Phrase text) => _blocks.Add(new TextBlock(text));

    public void List(IReadOnlyList<Phrase> items) => _blocks.Add(new ListBlock(items));

    /// <summary>Lines of captured text as they are, each made visible before.</summary>
    public void Lines(IReadOnlyList<string> lines) => _blocks.Add(new LinesBlock(lines));

    /// <param name="wide">The column that has the long texts: what room the others leave is its own.</param>
    public void Table(IReadOnlyList<string> titles, IReadOnlyList<IReadOnlyList<Phrase>> rows, int wide) => _blocks.Add(new TableBlock(titles, rows, wide));
}

abstract record Block;

/// <param name="Level">1 for the title of all.</param>
sealed record HeadBlock(int Level, Phrase Text) : Block;

sealed record TextBlock(Phrase Text) : Block;

sealed record ListBlock(IReadOnlyList<Phrase> Items) : Block;

sealed record LinesBlock(IReadOnlyList<string> All) : Block;

sealed record TableBlock(IReadOnlyList<string> Titles, IReadOnlyList<IReadOnlyList<Phrase>> Rows, int Wide) : Block;
