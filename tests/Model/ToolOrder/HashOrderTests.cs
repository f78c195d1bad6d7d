using System.Buffers.Binary;
using CSysdig.Model.ToolOrder;

namespace CSysdig.Tests.Model.ToolOrder;

/// <summary>Orders of GNU libstdc++'s std::unordered_map, recorded with the one of g++ 12.2.</summary>
public sealed class HashOrderTests
{
    [Fact]
    public void Fds_are_walked_in_the_order_of_the_tools_tables()
    {
        var order = new HashOrder();
        for (var fd = 0; fd < 13; fd++)
            order.Add(fd);
        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], order.Keys);
        order.Add(13);
        Assert.Equal([13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], order.Keys);
        order.Remove(0);
        order.Remove(13);
        order.Add(29);
        order.Add(58);
        // 29 and 58 fall into one bucket of 29: the later stands before the earlier, not at the front of all.
        Assert.Equal([58, 29, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], order.Keys);
        order.Add(14);
        order.Add(87);
        Assert.Equal([14, 87, 58, 29, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], order.Keys);
    }

    [Fact]
    public void Rows_are_walked_as_the_hash_map_of_libsinsp_does()
    {
        var keys = Enumerable.Range(0, 60).Select(i => 17400 + i * 7 % 101).ToArray();
        var hashes = keys.Select(HashOf).ToArray();
        Assert.Equal(Recorded, string.Join(' ', HashOrder.Of(hashes).Select(i => keys[i])));
    }

    /// <summary>Keys come and go until there are so many: each number stands below and above one at which the map grows.</summary>
    [Theory]
    [InlineData(13, 8322830664695840021ul, 1133524)]
    [InlineData(42_043, 11937483561332699520ul, 642549)]
    [InlineData(42_044, 6668646752768464829ul, 2172483)]
    [InlineData(85_229, 18314166669264157759ul, 3809225)]
    [InlineData(85_230, 15719344224475655860ul, 1845573)]
    [InlineData(131_072, 12761975759549377748ul, 3321262)]
    public void Many_keys_are_walked_as_the_hash_map_does(int count, ulong hashOfWalk, long first)
    {
        var (order, there) = (new HashOrder(), new HashSet<long>());
        var random = 88172645463325252ul;
        for (var i = 0; there.Count < count; i++)
        {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            var key = (long)(random % 4_194_304);
            if (there.Add(key))
                order.Add(key);
            else if (i % 3 == 0)
            {
                there.Remove(key);
                order.Remove(key);
            }
        }
        Assert.Equal(first, order.Keys.First());
        Assert.Equal(hashOfWalk, order.Keys.Aggregate(14695981039346656037ul, (hash, key) => (hash ^ (ulong)key) * 1099511628211));
    }

    [Fact]
    public void A_walk_tells_keys_by_their_places()
    {
        var hashes = Enumerable.Range(0, 50_000).Select(i => (ulong)i * 7919).ToArray();
        var order = new HashOrder();
        foreach (var hash in hashes)
            order.Add((long)hash);
        Assert.Equal(order.Keys, HashOrder.Of(hashes).Select(i => (long)hashes[i]));
    }

    static ulong HashOf(int key)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, key);
        return RowHash.Of(bytes, isText: false);
    }

    const string Recorded =
        "17409 17495 17436 17481 17422 17474 17415 17467 17408 17460 17439 17498 17432 17491 17405 17425 17484 17418 17477 17488 17429 17402 17411 17470 17453 17407 17414 17421 17428 17435 17442 17449 17456 17463 17446 17400 17443 17404 17450 17457 17464 17471 17412 17478 17419 17485 17426 17492 17433 17499 17440 17401 17447 17454 17461 17468 17475 17482 17489 17496";
}
