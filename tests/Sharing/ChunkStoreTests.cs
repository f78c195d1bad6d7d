using CSysdig.Model.History.Packing;
using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Chunks of columns that one thread adds and any thread borrows.</summary>
public sealed class ChunkStoreTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Who_waits_for_a_chunk_that_another_could_not_fetch_tries_it_too()
    {
        using var spool = new Spool(_folder.Path, 1 << 20);
        // No array is as long: unpacking it ends as it does when memory is short.
        var section = new CacheSection(spool.Append(new byte[16]), 16, int.MaxValue, 0);
        using var store = new ChunkStore(spool, new ChunkReader(spool), [section, section], long.MaxValue);
        for (var again = 0; again < 3; again++)
            Together.Run(4, thread => Assert.Throws<OutOfMemoryException>(() => store.Lend(thread & 1)));
        Assert.Equal(0, store.InMemory);
        Assert.Null(store.Problem);
    }

    [Fact]
    public void Columns_that_are_damaged_are_said_and_hold_up_nobody()
    {
        using var spool = new Spool(_folder.Path, 1 << 20);
        var section = new CacheSection(spool.Append(new byte[16]), 16, ChunkCodec.Length(1, 0), Sum: 1);
        using var store = new ChunkStore(spool, new ChunkReader(spool), [section], long.MaxValue);
        Together.Run(4, _ => Assert.Equal(1, store.Lend(0).Classes.Count));
        Assert.Contains("can't be read again", store.Problem);
    }

    [Fact]
    public void A_chunk_that_somebody_has_is_filled_with_nothing_else()
    {
        const int chunks = 24;
        using var spool = new Spool(_folder.Path, 1L << 30);
        using var store = new ChunkStore(spool, new ChunkReader(spool), [], long.MaxValue);
        for (var i = 0; i < chunks; i++)
            Fill(store.Add(), i);
        // All but a few must go, and come again by turns.
        store.Memory = 1;
        Fill(store.Add(), chunks);
        store.Complete();
        Assert.InRange(store.InMemory, 1, ChunkStore.Least + 2);
        Together.Run(6, thread =>
        {
            var random = new Random(thread);
            var held = new Queue<(int Number, EventChunk Chunk)>();
            for (var i = 0; i < 60; i++)
            {
                var number = random.Next(chunks);
                held.Enqueue((number, store.Lend(number)));
                foreach (var (expected, chunk) in held)
                    Assert.Equal(((ulong)expected + 1, (ulong)expected + EventChunk.Size), (chunk.Timestamp[0], chunk.Timestamp[^1]));
                if (held.Count > 2)
                    store.GiveBack(held.Dequeue().Chunk);
            }
        });
        Assert.Null(store.Problem);
    }

    /// <summary>After days of watching rows are more than an int holds.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue / EventChunk.Size + 1)]
    [InlineData(int.MaxValue)]
    public void A_chunk_is_read_where_its_rows_are_sound_however_far_they_lie(int index)
    {
        using var spool = new Spool("", 16 << 20);
        var reader = new ChunkReader(spool);
        var chunk = new EventChunk();
        Fill(chunk, 3);
        Assert.True(reader.TryRead(Packed(chunk, spool), index, chunk = new EventChunk()));
        Assert.Equal((4ul, 1), (chunk.Timestamp[0], chunk.Classes.Count));
        chunk.Class[^1] = 1;
        Assert.False(reader.TryRead(Packed(chunk, spool), index, new EventChunk()));
    }

    static CacheSection Packed(EventChunk chunk, Spool spool)
    {
        var raw = new byte[ChunkCodec.Length(chunk)];
        ChunkCodec.Write(chunk, raw);
        using var packer = new Packer();
        var packed = packer.Pack(raw);
        return new CacheSection(spool.Append(packed), packed.Length, raw.Length, Checksum.Of(packed));
    }

    /// <summary>What a reader of the store looks for: its number in its first and last time.</summary>
    static void Fill(EventChunk chunk, int number)
    {
        for (var i = 0; i < EventChunk.Size; i++)
            chunk.Timestamp[i] = (ulong)(number + 1 + i);
        chunk.Timestamp[^1] = (ulong)number + EventChunk.Size;
        Array.Clear(chunk.Class);
        Array.Clear(chunk.EnterDistance);
        Array.Clear(chunk.Block);
        chunk.Classes.Add(new RowClass(-1, -1, 0, 0, 0, 0, 0, RowFlags.None, RowClass.NoFd));
    }
}
