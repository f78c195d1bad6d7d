using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>What one thread writes beside rows, any thread reads of rows written before.</summary>
public sealed class RowReadersTests
{
    const int Rows = 300_000;

    /// <summary>Rows that may be read.</summary>
    int _published;

    [Fact]
    public void Times_of_rows_before_are_there()
    {
        var marks = new TimeMarks();
        While(i => marks.Set(i, (ulong)i * 3), seen =>
        {
            Assert.Equal((ulong)(seen - 1) * 3, marks[seen - 1]);
            Assert.Equal(seen / 2, marks.LastUntil((ulong)(seen / 2) * 3 + 1, 0, seen));
        });
    }

    [Fact]
    public void Of_what_is_let_go_the_rest_stays()
    {
        var marks = new TimeMarks();
        While(i =>
        {
            marks.Set(i, (ulong)i * 3);
            // A chunk has 1,024 marks; the last eight thousand rows are kept at least.
            if (i % 1024 != 0 || i < 10 * 1024)
                return;
            marks.DropBefore(i / 1024 - 8);
        }, seen =>
        {
            try
            {
                Assert.Equal((ulong)(seen - 1) * 3, marks[seen - 1]);
                Assert.Equal(seen - 1, marks.LastUntil((ulong)(seen - 1) * 3, seen - 1, seen));
            }
            catch (Exception) when (Volatile.Read(ref _published) > seen + 8 * 1024)
            {
                // Who is held up for long finds that what he asks of is gone.
            }
        });
        Assert.Equal((0ul, (ulong)(Rows - 8 * 1024) * 3), (marks[Rows - 10 * 1024], marks[Rows - 8 * 1024]));
    }

    [Fact]
    public void Classes_of_rows_before_are_there()
    {
        var classes = new RowClasses();
        While(i =>
        {
            if (i < EventChunk.Size)
                classes.Add(new RowClass(i, -1, i, 0, 0, 0, 0, RowFlags.None, RowClass.NoFd));
        }, seen =>
        {
            var last = Math.Min(seen, EventChunk.Size) - 1;
            Assert.Equal((last, last / 2), (classes[last].Thread, classes[last / 2].FdNumber));
        });
    }

    /// <summary>One writes and publishes row after row, two look at what is published.</summary>
    void While(Action<int> write, Action<int> look) => Together.Run(
        () =>
        {
            for (var i = 0; i < Rows; i++)
            {
                write(i);
                Volatile.Write(ref _published, i + 1);
            }
        },
        () => Look(look), () => Look(look));

    void Look(Action<int> look)
    {
        for (var seen = 0; seen < Rows;)
            if ((seen = Volatile.Read(ref _published)) > 0)
                look(seen);
    }
}
