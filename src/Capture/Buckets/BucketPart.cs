namespace CSysdig.Capture.Buckets;

/// <summary>An object, from some byte on to its end, while it comes.</summary>
/// <param name="Length">Of the whole object.</param>
/// <param name="Tag">Of the state in which it is.</param>
sealed record BucketPart(HttpResponseMessage Response, Stream Body, long Length, string Tag) : IDisposable
{
    /// <exception cref="BucketException">The answer is none to what was asked.</exception>
    public static async Task<BucketPart> Of(HttpResponseMessage response, long from, CancellationToken cancel)
    {
        var range = response.Content.Headers.ContentRange;
        var length = (int)response.StatusCode switch
        {
            206 when range is { Unit: "bytes", From: { } first, To: { } last, Length: { } all } && first == from && last == all - 1 => all,
            200 when from == 0 => response.Content.Headers.ContentLength ?? throw new BucketException("the server does not say how long the object is"),
            // No byte of an empty one can be asked for.
            416 when range is { Length: null or 0 } => 0,
            var status => throw new BucketException($"the server answers {status} with other bytes than those that were asked for"),
        };
        return new BucketPart(response, await response.Content.ReadAsStreamAsync(cancel), length, BucketClient.Header(response, "ETag") ?? "");
    }

    public void Dispose() => Response.Dispose();
}
