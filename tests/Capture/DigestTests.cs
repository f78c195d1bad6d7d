using System.Security.Cryptography;
using CSysdig.Capture;

namespace CSysdig.Tests.Capture;

/// <summary>Hashes are those of .NET, whoever makes them.</summary>
public sealed class DigestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 16) - 1)]
    [InlineData(1 << 16)]
    [InlineData((1 << 16) + 1)]
    [InlineData(1_000_003)]
    public void They_are_those_of_the_standard(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var expected = SHA256.HashData(bytes);
        Assert.Equal(expected, Digest.Sha256(bytes));
        Assert.Equal(expected, Digest.Sha256(new MemoryStream(bytes)));
        Assert.Equal(expected, Digest.Sha256().Add(bytes.AsSpan(0, length / 3)).Add(bytes.AsSpan(length / 3)).Finish());
    }

    [Fact]
    public void This_machine_s_OpenSSL_makes_the_same()
    {
        // Whoever runs tests has it, for .NET needs it too.
        using var quick = QuickSha256.Begin();
        Assert.NotNull(quick);
        quick.Add("ab"u8);
        quick.Add([]);
        quick.Add("c"u8);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(quick.Finish()));
    }
}
