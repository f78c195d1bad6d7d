using System.Buffers.Binary;
using CSysdig.Model.Queries;

namespace CSysdig.Tests.Model.Queries;

public sealed class LegacyOrderTests
{
    /// <summary>The walk of a libstdc++ unordered_map over 64-bit keys with libsinsp's hash, recorded.</summary>
    [Fact]
    public void Rows_are_walked_as_the_hash_map_of_libsinsp_does()
    {
        var keys = Enumerable.Range(0, 60).Select(i => 17400 + i * 7 % 101).ToArray();
        var hashes = keys.Select(Hash).ToArray();
        var walk = string.Join(' ', LegacyOrder.Of(hashes).Select(i => keys[i]));
        Assert.Equal(Recorded, walk);
    }

    [Fact]
    public void Every_key_is_walked_once()
    {
        var hashes = Enumerable.Range(0, 3000).Select(i => Hash(i * 37)).ToArray();
        Assert.Equal(Enumerable.Range(0, 3000), LegacyOrder.Of(hashes).Order());
    }

    static ulong Hash(int key)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, key);
        return LegacyOrder.Hash(bytes, isText: false);
    }

    const string Recorded =
        "17409 17495 17436 17481 17422 17474 17415 17467 17408 17460 17439 17498 17432 17491 17405 17425 17484 17418 17477 17488 17429 17402 17411 17470 17453 17407 17414 17421 17428 17435 17442 17449 17456 17463 17446 17400 17443 17404 17450 17457 17464 17471 17412 17478 17419 17485 17426 17492 17433 17499 17440 17401 17447 17454 17461 17468 17475 17482 17489 17496";
}
