using System.Globalization;
using System.Text;

namespace CSysdig.Capture.Buckets;

/// <summary>Brings a file to a bucket, in parts where it is large, and looks whether it is there whole.</summary>
sealed class BucketUpload(BucketClient client)
{
    /// <summary>What is larger goes in parts: when the network fails only one has to be sent again.</summary>
    const long LargestWhole = 64 << 20;
    const long UsualPart = 16 << 20;
    /// <summary>The protocol knows no more.</summary>
    const int MostParts = 10_000;
    static readonly TimeSpan s_tidying = TimeSpan.FromSeconds(5);

    /// <summary>How often each request is tried.</summary>
    public int Tries { get; init; } = 3;

    internal long WholeUpTo { get; init; } = LargestWhole;
    internal long PartBytes { get; init; } = UsualPart;

    /// <exception cref="BucketException">It is not there, or not whole.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public void Put(string file, BucketAddress to, CancellationToken cancel)
    {
        var length = new FileInfo(file).Length;
        string? tag = null;
        if (length <= WholeUpTo)
            Retrying.Run(Tries, async () => tag = await client.Put(to, BucketContent.OfFile(file, 0, length), [], cancel), () => { }, cancel);
        else
            PutParts(file, length, to, cancel);
        Check(to, length, tag, cancel);
    }

    void PutParts(string file, long length, BucketAddress to, CancellationToken cancel)
    {
        var partBytes = Math.Max(PartBytes, (length + MostParts - 1) / MostParts);
        string? upload = null;
        Retrying.Run(Tries, async () => upload = await client.BeginParts(to, cancel), () => { }, cancel);
        try
        {
            var parts = new StringBuilder("<CompleteMultipartUpload>");
            var number = 0;
            for (long from = 0; from < length; from += partBytes)
            {
                number++;
                var content = BucketContent.OfFile(file, from, Math.Min(partBytes, length - from));
                var tag = "";
                Retrying.Run(Tries, async () => tag = await client.Put(to, content, [("partNumber", number.ToString(CultureInfo.InvariantCulture)), ("uploadId", upload!)], cancel), () => { }, cancel);
                parts.Append(CultureInfo.InvariantCulture, $"<Part><PartNumber>{number}</PartNumber><ETag>{Escaped(tag)}</ETag></Part>");
            }
            var all = BucketContent.Of(Encoding.UTF8.GetBytes(parts.Append("</CompleteMultipartUpload>").ToString()));
            Retrying.Run(Tries, () => client.EndParts(to, upload!, all, cancel), () => { }, cancel);
        }
        catch (BucketException)
        {
            GiveUp(to, upload!);
            throw;
        }
    }

    /// <summary>Parts of what never gets whole would lie there for ever.</summary>
    void GiveUp(BucketAddress to, string upload)
    {
        using var limit = new CancellationTokenSource(s_tidying);
        try
        {
            client.Delete(to, [("uploadId", upload)], limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is BucketException or OperationCanceledException)
        {
            // Nobody is there to do it.
        }
    }

    void Check(BucketAddress to, long length, string? tag, CancellationToken cancel) => Retrying.Run(Tries, async () =>
    {
        var (size, found) = await client.Look(to, cancel);
        if (size != length)
            throw new BucketException($"the server has {size} bytes of {length}", mayPass: true);
        if (tag is not null && tag != found)
            throw new BucketException("somebody else writes to the same object", mayPass: true);
    }, () => { }, cancel);

    static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace("\"", "&quot;");
}
