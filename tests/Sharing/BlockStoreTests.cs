using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.History.Packing;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Raw bytes that one thread places and any thread borrows.</summary>
public sealed class BlockStoreTests : IDisposable
{
    const int Size = 1 << 20;

    readonly TemporaryFolder _folder = new();
    readonly List<EventBatch> _released = [];

    public void Dispose() => _folder.Dispose();

    BlockStore Store(Spool spool, long recent = 4 * Size) => new(_released.Add, null, spool, recent);

    static EventBatch Batch(int number, int length = Size) =>
        new() { Bytes = [.. Enumerable.Repeat((byte)number, length)], Length = length, FileOffset = (long)number * Size };

    [Fact]
    public void Blocks_are_what_was_placed_while_many_read_and_more_is_placed()
    {
        const int blocks = 60;
        using var store = Store(new Spool(_folder.Path, 1 << 30));
        var placed = 0;
        List<Action> work =
        [
            () =>
            {
                for (var i = 0; i < blocks; i++)
                {
                    var batch = Batch(i);
                    Assert.Equal((i, 0), store.Place(batch));
                    Volatile.Write(ref placed, i + 1);
                    store.Passed(batch);
                }
                store.Complete();
            },
            .. Enumerable.Range(0, 3).Select(reader => (Action)(() =>
            {
                var random = new Random(reader);
                RawBlock? held = null;
                for (var i = 0; i < 400; i++)
                {
                    if (Volatile.Read(ref placed) is > 0 and var there)
                    {
                        var number = random.Next(there);
                        var block = store.Lend(number)!;
                        Assert.Equal((number, Size), (block.Index, block.Length));
                        Assert.False(block.Bytes.AsSpan(0, Size).ContainsAnyExcept((byte)number));
                        if (held is not null)
                        {
                            // What one holds stays as it is while others come and go.
                            Assert.Equal(((byte)held.Index, (byte)held.Index), (held.Bytes[0], held.Bytes[Size - 1]));
                            store.GiveBack(held);
                        }
                        held = block;
                    }
                }
                if (held is not null)
                    store.GiveBack(held);
            })),
        ];
        Together.Run(work);
        Assert.Null(store.Problem);
        Assert.Equal(blocks, _released.Count);
    }

    [Fact]
    public void A_batch_goes_back_to_the_reader_only_when_nobody_looks_at_it()
    {
        using var store = Store(new Spool(_folder.Path, 1 << 30));
        var batch = Batch(0);
        store.Place(batch);
        var held = store.Lend(0)!;
        Assert.Same(batch.Bytes, held.Bytes);
        store.Passed(batch);
        store.Complete();
        Assert.Empty(_released);
        store.GiveBack(held);
        Assert.Same(batch, Assert.Single(_released));
    }

    [Fact]
    public void Small_batches_are_gathered_and_go_back_at_once()
    {
        using var store = Store(new Spool(_folder.Path, 1 << 30));
        for (var i = 0; i < 5; i++)
        {
            var batch = Batch(i, 1000);
            Assert.Equal((0, i * 1000), store.Place(batch));
            Assert.Equal((0, i * 1000), store.Place(batch));
            store.Passed(batch);
            Assert.Equal(i + 1, _released.Count);
        }
        store.Complete();
        var block = store.Lend(0)!;
        Assert.Equal((5000, 4, 0), (block.Length, block.Bytes[4999], block.Bytes[999]));
    }

    [Fact]
    public void A_block_that_is_lost_is_said_to_everybody()
    {
        using var spool = new Spool(_folder.Path, 1 << 30);
        using var store = new BlockStore([new BlockEntry(spool.Append(new byte[10]), Size, 10, 0)], null, spool, Size);
        Together.Run(4, _ => Assert.Null(store.Lend(0)));
        Assert.Contains("damaged", store.Problem);
    }

    [Fact]
    public void A_spool_keeps_apart_what_many_append()
    {
        using var spool = new Spool(_folder.Path, 1 << 30);
        Together.Run(4, thread =>
        {
            var places = new List<(long At, byte Content, int Length)>();
            for (var i = 0; i < 80; i++)
            {
                var (content, length) = ((byte)(thread * 64 + i % 64), 100_000 + thread * 1000 + i);
                places.Add((spool.Append([.. Enumerable.Repeat(content, length)]), content, length));
                var (at, expected, size) = places[i / 2];
                var again = new byte[size];
                spool.Read(at, again);
                Assert.False(again.AsSpan().ContainsAnyExcept(expected));
            }
        });
        Assert.True(spool.Size > 16 << 20);
    }
}
