using System.Text;
using System.Text.RegularExpressions;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>A place in object storage: <c>s3://BUCKET/KEY</c>. A key that ends in / is a folder, as is the bucket itself.</summary>
public sealed partial record BucketAddress
{
    const string Scheme = "s3://";
    const int MostKeyBytes = 1024;

    BucketAddress(string bucket, string key) => (Bucket, Key) = (bucket, key);

    public string Bucket { get; }

    public string Key { get; }

    public bool IsFolder => Key.Length == 0 || Key.EndsWith('/');

    /// <summary>Whether a word is meant as an address.</summary>
    public static bool IsMeant(string word) => word.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Whether a word is one of a folder.</summary>
    public static bool IsFolderMeant(string word) => IsMeant(word) && (word.EndsWith('/') || !word[Scheme.Length..].Contains('/'));

    /// <exception cref="CaptureException">It is none; the message says what is expected.</exception>
    public static BucketAddress Parse(string word)
    {
        var slash = word.IndexOf('/', Scheme.Length);
        var (bucket, key) = slash < 0 ? (word[Scheme.Length..], "") : (word[Scheme.Length..slash], word[(slash + 1)..]);
        if (!Names().IsMatch(bucket))
            throw new CaptureException($"{word} is no place in object storage: expected s3://BUCKET/KEY, the bucket's name with 3 to 63 letters, digits, dots and hyphens");
        return new BucketAddress(bucket, Checked(word, key));
    }

    /// <summary>The place of something below this one, or beside it where this is no folder.</summary>
    /// <exception cref="CaptureException">No key can be called so.</exception>
    public BucketAddress With(string key) => new(Bucket, Checked($"{Scheme}{Bucket}/{key}", key));

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";

    /// <summary>What lies between a program and the storage may take parts called . and .. for ways, and go another one.</summary>
    static string Checked(string word, string key) =>
        Encoding.UTF8.GetByteCount(key) > MostKeyBytes ? throw new CaptureException($"{word} has a key of more than {MostKeyBytes} bytes")
        : key.Any(char.IsControl) || key.Split('/').Any(part => part is "." or "..") ? throw new CaptureException($"{word} has a key with control characters, or with . or .. as a part")
        : key;

    [GeneratedRegex(@"\A[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9._-]{1,61}[A-Za-z0-9]\z")]
    private static partial Regex Names();
}
