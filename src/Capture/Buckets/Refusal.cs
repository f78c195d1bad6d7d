using System.Net;
using System.Text.RegularExpressions;

namespace CSysdig.Capture.Buckets;

/// <summary>What an answer means that is not the one that was hoped for, in words for the user.</summary>
static partial class Refusal
{
    /// <param name="body">XML that may name the reason by a code.</param>
    /// <param name="region">What the answer says of the region of the bucket, or null.</param>
    public static BucketException Of(HttpStatusCode status, string body, string? region, string bucket, AccessKeys keys)
    {
        var code = AnswerXml.Find(body, "Code") is { } said && Code().IsMatch(said) ? said : null;
        var number = (int)status;
        if (code is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" || number is >= 300 and < 400)
            return new(region is not null && Region().IsMatch(region) ? $"the bucket {bucket} is in the region {region}: AWS_REGION={region}"
                : number is >= 300 and < 400 ? "the server points to another place, which is not gone to: AWS_ENDPOINT_URL and AWS_REGION say where the bucket is" : "the bucket is in another region: AWS_REGION says in which");
        return code switch
        {
            "NoSuchBucket" => new($"there is no bucket {bucket}"),
            "NoSuchKey" => new("there is no such object") { IsMissing = true },
            "InvalidAccessKeyId" => new($"the access key {keys.Id} is not known there") { KeysAreOld = true },
            "SignatureDoesNotMatch" => new($"the secret key is not the one of the access key {keys.Id}") { KeysAreOld = true },
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" or "InvalidToken" => new("the keys are good no longer") { KeysAreOld = true },
            "RequestTimeTooSkewed" => new("the clock of this machine is not that of the server", mayPass: true),
            "AccessDenied" => new($"the access key {keys.Id} may not do that"),
            _ when status == HttpStatusCode.NotFound && code is null => new("there is no such object") { IsMissing = true },
            _ when status == HttpStatusCode.PreconditionFailed => new("it was changed while it was read"),
            _ => new($"the server answers {number}{(code is null ? "" : $", {code}")}", mayPass: number >= 500 || number is 408 or 429 || code is "RequestTimeout" or "SlowDown"),
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.]{1,64}\z")]
    private static partial Regex Code();

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z")]
    private static partial Regex Region();
}
