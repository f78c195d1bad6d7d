using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>What is numbered, put aside and let go in any order is what it was, or said to be gone.</summary>
public sealed class LettingGoTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_million_items_come_and_go_in_any_order()
    {
        var random = new Random(1);
        var items = new Sliding<int>();
        var (first, end) = (0, 0);
        for (var i = 0; i < 1_000_000; i++)
        {
            if (random.Next(3) > 0)
                items.Add(7 * end++);
            else if (random.Next(4) == 0)
                items.DropBefore(first = Math.Min(end, first + random.Next(20)));
            Assert.Equal((first, end), (items.First, items.End));
            if (first == end)
                continue;
            var at = random.Next(first, end);
            Assert.True(items[at] == 7 * at && items[first] == 7 * first && items[end - 1] == 7 * (end - 1) && items.Has(first) && !items.Has(first - 1) && !items.Has(end));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => items[first - 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => items[end]);
    }

    /// <summary>A timeline of which the first versions go answers as one that keeps them all, whatever comes in which order.</summary>
    [Fact]
    public void A_million_changes_questions_and_farewells_in_any_order()
    {
        var random = new Random(2);
        Versioned<string> all = default, some = default;
        var (first, number) = (0L, 0L);
        for (var i = 0; i < 1_000_000; i++)
        {
            switch (random.Next(4))
            {
                case 0:
                    number += random.Next(3);
                    var version = random.Next(5) == 0 ? null : number.ToString();
                    all.Add(version, number, keep: true);
                    some.Add(version, number, keep: true);
                    break;
                case 1 when random.Next(50) == 0:
                    some.DropBefore(first = random.NextInt64(first, number + 1));
                    break;
                default:
                    var asked = random.NextInt64(first, number + 3);
                    Assert.Equal((all.At(asked), all.NextChange(asked)), (some.At(asked), some.NextChange(asked)));
                    Assert.Equal(all.During(asked, number + 9, out _, out var until), some.During(asked, number + 9, out _, out var same));
                    Assert.Equal(until, same);
                    break;
            }
            // Some pages of them; then both begin anew.
            if (number > 60_000)
                (all, some, first, number) = (default, default, 0, 0);
        }
    }

    [Fact]
    public void Versions_that_fill_pages_to_the_last_place_or_one_more_are_all_there_and_go_in_order()
    {
        const int Page = OlderVersions<int>.PageSize;
        foreach (var count in new[] { Page - 1, Page, Page + 1, 2 * Page, 2 * Page + 1, 4 * Page + 1 })
            foreach (var first in new[] { 0, 1, Page - 1, Page, Page + 1, count - 1 }.Where(first => first < count))
            {
                Versioned<int> versions = default;
                // The newest is none of the older ones.
                for (var number = 0; number <= count; number++)
                {
                    versions.Add(2 * number, number, keep: true);
                    if (number == count - 3)
                        versions.DropBefore(Math.Min(first, number));
                }
                versions.DropBefore(first);
                versions.Add(-1, count + 1, keep: true);
                Assert.Equal(Enumerable.Range(first, count + 1 - first).Select(n => ((long)n, 2 * n)), versions.Before(count + 1).Where(v => v.Since >= first));
                for (var number = first; number <= count; number++)
                    Assert.Equal((2 * number, number + 1), (versions.At(number, out _, out var until), until));
            }
    }

    /// <summary>Some in memory, most in files of 64 MiB, read and let go by several threads: each is itself until it is let go, and its room comes back.</summary>
    [Fact]
    public void Packed_bytes_come_and_go_and_their_files_with_them()
    {
        using var spool = new Spool(_folder.Path, 1L << 30);
        Together.Run(2, thread =>
        {
            var random = new Random(thread);
            var kept = new Queue<(long At, int Length, byte Fill)>();
            for (var i = 0; i < 600; i++)
            {
                var bytes = new byte[random.Next(1, 1 << 20)];
                var fill = (byte)random.Next(256);
                bytes.AsSpan().Fill(fill);
                kept.Enqueue((spool.Append(bytes), bytes.Length, fill));
                var (at, length, was) = kept.ElementAt(random.Next(kept.Count));
                var read = new byte[length];
                spool.Read(at, read);
                Assert.True(read.AsSpan().IndexOfAnyExcept(was) < 0);
                if (kept.Count > 60 && kept.Dequeue() is var gone)
                    spool.Free(gone.At, gone.Length);
            }
        });
        // Six hundred mebibytes passed through; of sixty for each thread there are files of 64 MiB, and the last.
        Assert.InRange(spool.Size, 60L << 20, 330L << 20);
    }
}
