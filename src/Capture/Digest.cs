using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace CSysdig.Capture;

/// <summary>
/// Hashes of bytes. .NET's own ask OpenSSL, and a program ends where that is not installed: on a small machine, in an image of nothing else.
/// </summary>
public sealed class Digest
{
    const int Part = 1 << 16;

    readonly GeneralDigest _digest;

    Digest(GeneralDigest digest) => _digest = digest;

    /// <summary>Begins one of SHA-256 that is given its bytes in parts.</summary>
    public static Digest Sha256() => new(new Sha256Digest());

    public static byte[] Sha256(ReadOnlySpan<byte> bytes)
    {
        using var quick = bytes.Length < Part ? null : QuickSha256.Begin();
        if (quick is null)
            return Sha256().Add(bytes).Finish();
        quick.Add(bytes);
        return quick.Finish();
    }

    /// <summary>Of a stream from where it stands to its end.</summary>
    public static byte[] Sha256(Stream stream)
    {
        using var quick = QuickSha256.Begin();
        var digest = Sha256();
        var part = new byte[Part];
        for (int read; (read = stream.Read(part)) > 0;)
            if (quick is not null)
                quick.Add(part.AsSpan(0, read));
            else
                digest.Add(part.AsSpan(0, read));
        return quick?.Finish() ?? digest.Finish();
    }

    /// <summary>A hash that only who has the key can make.</summary>
    public static byte[] HmacSha256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
    {
        var mac = new HMac(new Sha256Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(bytes);
        var hash = new byte[mac.GetMacSize()];
        mac.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>For names that a standard makes with it; nothing is kept secret by it.</summary>
    public static byte[] Sha1(ReadOnlySpan<byte> bytes) => new Digest(new Sha1Digest()).Add(bytes).Finish();

    public Digest Add(ReadOnlySpan<byte> bytes)
    {
        _digest.BlockUpdate(bytes);
        return this;
    }

    public byte[] Finish()
    {
        var hash = new byte[_digest.GetDigestSize()];
        _digest.DoFinal(hash, 0);
        return hash;
    }
}
