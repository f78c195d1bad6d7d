using System.Globalization;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>
/// Asks object storage by the protocol of Amazon's S3, which many others speak. Each question is asked once; who asks knows whether to ask again. Nobody is followed to
/// another place, and what comes back is bounded.
/// </summary>
sealed class BucketClient : IDisposable
{
    const int MostErrorBytes = 1 << 16, MostListingBytes = 8 << 20, MostPages = 1000, MostUploadId = 4096;
    /// <summary>A body that is sent may take this long for each byte, beside the patience for the answer.</summary>
    const double SlowestBytesPerSecond = 16 << 10;
    static readonly TimeSpan s_connecting = TimeSpan.FromSeconds(10), s_patience = TimeSpan.FromSeconds(30), s_beforeTheEnd = TimeSpan.FromMinutes(5);

    readonly BucketSettings _settings;
    readonly HttpClient _client;
    readonly Lock _lock = new();
    AccessKeys? _keys;

    public BucketClient(BucketSettings settings)
    {
        _settings = settings;
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = s_connecting,
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseHeadersLength = 64,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>By the settings of the user.</summary>
    /// <exception cref="CaptureException">They make no sense.</exception>
    public static BucketClient Usual => s_usual ??= new BucketClient(new BucketSettings(Environment.GetEnvironmentVariable));

    static BucketClient? s_usual;

    /// <summary>Which of all storages it is.</summary>
    public string Endpoint => _settings.Endpoint?.AbsoluteUri ?? $"s3.{_settings.Region}.amazonaws.com";

    public void Dispose() => _client.Dispose();

    /// <summary>An object from a byte on, of the state that a tag names; null for the state there is.</summary>
    /// <exception cref="BucketException">There is no answer, or none that helps.</exception>
    public async Task<BucketPart> Get(BucketAddress address, long from, string? tag, CancellationToken cancel)
    {
        var request = new BucketRequest(HttpMethod.Get, address) { Headers = { ["range"] = string.Create(CultureInfo.InvariantCulture, $"bytes={from}-") } };
        if (tag is { Length: > 0 })
            request.Headers["if-match"] = tag;
        var response = await Send(request, cancel, passes: status => status == 416 && from == 0);
        try
        {
            return await BucketPart.Of(response, from, cancel);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The objects whose keys begin with that of the address; those alone that have no further / in them, unless it is to go deep.</summary>
    /// <exception cref="BucketException">There is no answer, or none that helps.</exception>
    public async Task<List<BucketObject>> List(BucketAddress address, CancellationToken cancel, bool deep = false)
    {
        var objects = new List<BucketObject>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var request = new BucketRequest(HttpMethod.Get, address.With("")) { Query = [("list-type", "2"), ("prefix", address.Key)] };
            if (!deep)
                request.Query.Add(("delimiter", "/"));
            if (next is not null)
                request.Query.Add(("continuation-token", next));
            using var response = await Send(request, cancel);
            var listing = Listing(await Text(response, MostListingBytes, cancel) ?? throw new BucketException($"the server's listing has more than {MostListingBytes >> 20} MiB"));
            // What was not asked for is no answer.
            objects.AddRange(listing.Objects.Where(o => o.Key.StartsWith(address.Key, StringComparison.Ordinal) && (deep || !o.Key.AsSpan(address.Key.Length).Contains('/'))));
            next = listing.Next;
            if (next is null)
                return objects;
        }
        throw new BucketException($"{address} has too many objects");
    }

    /// <summary>A small object as text; null where it has more bytes than that.</summary>
    /// <exception cref="BucketException">There is no answer, or none that helps.</exception>
    public async Task<string?> Text(BucketAddress address, int most, CancellationToken cancel)
    {
        using var response = await Send(new BucketRequest(HttpMethod.Get, address), cancel);
        return await Text(response, most, cancel);
    }

    /// <summary>Sends an object, or a part of one; its tag.</summary>
    /// <exception cref="BucketException">It is not taken.</exception>
    public async Task<string> Put(BucketAddress address, BucketContent content, List<(string Name, string Value)> query, CancellationToken cancel)
    {
        using var response = await Send(new BucketRequest(HttpMethod.Put, address) { Content = content, Query = query }, cancel);
        return Header(response, "ETag") is { Length: > 0 } tag ? tag : throw new BucketException("the server does not say what it has got", mayPass: true);
    }

    /// <summary>How long an object is, and its tag.</summary>
    /// <exception cref="BucketException">It is not there, or not known.</exception>
    public async Task<(long Length, string? Tag)> Look(BucketAddress address, CancellationToken cancel)
    {
        using var response = await Send(new BucketRequest(HttpMethod.Head, address), cancel);
        return (response.Content.Headers.ContentLength ?? throw new BucketException("the server does not say how long the object is"), Header(response, "ETag"));
    }

    /// <summary>Takes away an object, or the parts of one that never got whole.</summary>
    /// <exception cref="BucketException">It can't be.</exception>
    public async Task Delete(BucketAddress address, List<(string Name, string Value)> query, CancellationToken cancel) =>
        (await Send(new BucketRequest(HttpMethod.Delete, address) { Query = query }, cancel)).Dispose();

    /// <summary>Begins an object of parts; by what they are known to belong together.</summary>
    /// <exception cref="BucketException">It is not begun.</exception>
    public async Task<string> BeginParts(BucketAddress address, CancellationToken cancel)
    {
        using var response = await Send(new BucketRequest(HttpMethod.Post, address) { Query = [("uploads", "")] }, cancel);
        return AnswerXml.Find(await Text(response, MostErrorBytes, cancel) ?? "", "UploadId") is { Length: > 0 and <= MostUploadId } upload ? upload
            : throw new BucketException("the server does not say how the parts of an object are sent");
    }

    /// <summary>Makes the parts one object.</summary>
    /// <exception cref="BucketException">It is none.</exception>
    public async Task EndParts(BucketAddress address, string upload, BucketContent parts, CancellationToken cancel)
    {
        using var response = await Send(new BucketRequest(HttpMethod.Post, address) { Content = parts, Query = [("uploadId", upload)] }, cancel);
        // It may begin to answer before it knows.
        if (AnswerXml.Find(await Text(response, MostErrorBytes, cancel) ?? "", "Code") is not null)
            throw new BucketException("the server could not put the parts of the object together", mayPass: true);
    }

    /// <summary>Asks, and gives an answer that is a good one, with its body still to be read.</summary>
    /// <exception cref="BucketException">There is no answer, or none that helps.</exception>
    async Task<HttpResponseMessage> Send(BucketRequest asked, CancellationToken cancel, Func<int, bool>? passes = null)
    {
        var keys = await Keys(cancel);
        var place = _settings.AddressOf(asked.Address.Bucket);
        if (place.StartsWith("https:", StringComparison.Ordinal))
            SecureConnections.Need();
        using var request = asked.Signed(place, keys, _settings.Region, DateTime.UtcNow);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(s_patience + TimeSpan.FromSeconds((asked.Content?.Length ?? 0) / SlowestBytesPerSecond));
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (response.IsSuccessStatusCode || passes?.Invoke((int)response.StatusCode) == true)
                return response;
            using (response)
            {
                var body = await Text(response, MostErrorBytes, limited.Token) ?? "";
                var refusal = Refusal.Of(response.StatusCode, body, Header(response, "x-amz-bucket-region"), asked.Address.Bucket, keys);
                if (refusal.KeysAreOld)
                    Forget(keys);
                throw refusal;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BucketException($"{new Uri(place).Authority} does not answer", mayPass: true);
        }
        catch (HttpRequestException e) when (e.InnerException is System.Security.Authentication.AuthenticationException refused)
        {
            throw new BucketException($"{new Uri(place).Authority} is not to be trusted: {refused.Message.TrimEnd('.')}; SSL_CERT_FILE names an authority of one's own");
        }
        catch (HttpRequestException e)
        {
            throw new BucketException($"{new Uri(place).Authority} can't be reached: {(e.InnerException ?? e).Message.TrimEnd('.')}", mayPass: true);
        }
        catch (IOException e) when (e is not BucketException)
        {
            throw new BucketException($"the connection to {new Uri(place).Authority} was cut", mayPass: true);
        }
    }

    /// <summary>The keys in use; others are looked for when they end.</summary>
    async Task<AccessKeys> Keys(CancellationToken cancel)
    {
        lock (_lock)
            if (_keys is { } known && (known.Until is not { } until || until - DateTime.UtcNow > s_beforeTheEnd))
                return known;
        var keys = _settings.Keys ?? (_settings.MachineRoles is { } roles ? await MachineRole.Ask(roles, _settings.RolePatience, cancel) : null)
            ?? throw new BucketException("there are no keys for it: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have them, or ~/.aws/credentials (aws configure writes it; aws configure export-credentials --format env tells those of other kinds of login)");
        lock (_lock)
            return _keys = keys;
    }

    void Forget(AccessKeys keys)
    {
        lock (_lock)
            _keys = _keys == keys ? null : _keys;
    }

    static BucketListing Listing(string xml)
    {
        try
        {
            return BucketListing.Parse(xml);
        }
        catch (FormatException)
        {
            throw new BucketException("the server's answer is no listing of a bucket");
        }
    }

    /// <summary>The body as text; null where it is longer than that.</summary>
    static async Task<string?> Text(HttpResponseMessage response, int most, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(s_patience);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limited.Token);
            var bytes = new byte[Math.Min(4096, most)];
            var filled = 0;
            while (true)
            {
                var read = await body.ReadAsync(bytes.AsMemory(filled), limited.Token);
                if (read == 0)
                    return Encoding.UTF8.GetString(bytes, 0, filled);
                filled += read;
                if (filled == most)
                    return null;
                if (filled == bytes.Length)
                    Array.Resize(ref bytes, Math.Min(most, bytes.Length * 2));
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new BucketException("the server's answer stops short", mayPass: true);
        }
    }

    internal static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
