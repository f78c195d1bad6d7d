using System.Globalization;
using System.Text;

namespace CSysdig.Capture.Buckets;

/// <summary>Signs requests to object storage, as AWS Signature Version 4 says: HMAC-SHA256 over a text that holds all that matters of the request.</summary>
static class RequestSignature
{
    const string Algorithm = "AWS4-HMAC-SHA256", Service = "s3", End = "aws4_request";

    /// <summary>The SHA-256 of no bytes.</summary>
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>How the header of a request has a time.</summary>
    public static string Time(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Names and values as a query has them, in the order in which they are signed.</summary>
    public static string Query(IEnumerable<(string Name, string Value)> query) =>
        string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}").Order(StringComparer.Ordinal));

    /// <summary>A key as a path has it.</summary>
    public static string Path(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The value of the header Authorization.</summary>
    /// <param name="path">Escaped, as it is sent.</param>
    /// <param name="query">The same.</param>
    /// <param name="headers">By names in small letters; all are signed.</param>
    public static string Of(AccessKeys keys, string region, DateTime time, string method, string path, string query, SortedDictionary<string, string> headers, string contentHash)
    {
        var names = string.Join(';', headers.Keys);
        var request = new StringBuilder().Append(method).Append('\n').Append(path).Append('\n').Append(query).Append('\n');
        foreach (var (name, value) in headers)
            request.Append(name).Append(':').Append(value.Trim()).Append('\n');
        request.Append('\n').Append(names).Append('\n').Append(contentHash);
        var day = time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{day}/{region}/{Service}/{End}";
        var signed = $"{Algorithm}\n{Time(time)}\n{scope}\n{Convert.ToHexStringLower(Digest.Sha256(Encoding.UTF8.GetBytes(request.ToString())))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + keys.Secret);
        foreach (var part in new[] { day, region, Service, End, signed })
            key = Digest.HmacSha256(key, Encoding.UTF8.GetBytes(part));
        return $"{Algorithm} Credential={keys.Id}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(key)}";
    }
}
