using CSysdig.Model.History;

namespace CSysdig.Tests.Model.History;

public sealed class RowClassTests
{
    static RowClass Class(int i) => new(i, i % 7 - 1, i, (ushort)(i % 300), 0, 0, 0, RowFlags.None, RowClass.NoFd);

    [Fact]
    public void A_chunk_whose_rows_all_differ_has_a_class_for_each()
    {
        var chunk = new EventChunk();
        var finder = new ClassFinder();
        finder.Start(chunk.Classes);
        for (var i = 0; i < EventChunk.Size; i++)
            chunk.Class[i] = finder.Find(Class(i));
        Assert.Equal(EventChunk.Size, chunk.Classes.Count);
        for (var i = 0; i < EventChunk.Size; i += 97)
        {
            Assert.Equal(chunk.Class[i], finder.Find(Class(i)));
            Assert.Equal(Class(i), chunk.ClassOf(i));
        }
        var sums = chunk.SumsOf(EventChunk.Size);
        Assert.Equal((1, 65_535), (sums[65_535].Count, sums[65_535].Last));
        Assert.Equal(EventChunk.Size, sums.Wide.Length);
    }

    [Fact]
    public void A_new_chunk_knows_nothing_of_the_one_before()
    {
        var finder = new ClassFinder();
        finder.Start(new EventChunk().Classes);
        finder.Find(Class(5));
        var next = new EventChunk();
        finder.Start(next.Classes);
        Assert.Equal(0, finder.Find(Class(9)));
        Assert.Equal(1, finder.Find(Class(5)));
        Assert.Equal(2, next.Classes.Count);
    }
}
