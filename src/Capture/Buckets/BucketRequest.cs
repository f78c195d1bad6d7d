namespace CSysdig.Capture.Buckets;

/// <summary>A question to object storage.</summary>
sealed class BucketRequest(HttpMethod method, BucketAddress address)
{
    public BucketAddress Address => address;

    public List<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>By names in small letters.</summary>
    public SortedDictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public BucketContent? Content { get; init; }

    /// <param name="place">The address of the bucket.</param>
    public HttpRequestMessage Signed(string place, AccessKeys keys, string region, DateTime time)
    {
        var query = RequestSignature.Query(Query);
        // As it is signed: nothing may make it another one.
        var uri = new Uri($"{place}/{RequestSignature.Path(address.Key)}{(query.Length == 0 ? "" : "?" + query)}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var hash = Content?.Hash ?? RequestSignature.Empty;
        var signed = new SortedDictionary<string, string>(Headers, StringComparer.Ordinal)
        {
            ["host"] = uri.Authority, ["x-amz-content-sha256"] = hash, ["x-amz-date"] = RequestSignature.Time(time),
        };
        if (keys.Token is { } token)
            signed["x-amz-security-token"] = token;
        var request = new HttpRequestMessage(method, uri) { Content = Content?.Open() };
        foreach (var (name, value) in signed)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("authorization", RequestSignature.Of(keys, region, time, method.Method, uri.AbsolutePath, query, signed, hash));
        return request;
    }
}
