using System.Net;
using CSysdig.Capture.Buckets;

namespace CSysdig.Tests.Capture.Buckets;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(404, "NoSuchBucket", "there is no bucket logs", false)]
    [InlineData(404, "NoSuchKey", "there is no such object", false)]
    [InlineData(404, "", "there is no such object", false)]
    [InlineData(403, "InvalidAccessKeyId", "the access key ID is not known there", false)]
    [InlineData(403, "SignatureDoesNotMatch", "the secret key is not the one of the access key ID", false)]
    [InlineData(400, "ExpiredToken", "the keys are good no longer", false)]
    [InlineData(403, "AccessDenied", "the access key ID may not do that", false)]
    [InlineData(403, "RequestTimeTooSkewed", "the clock of this machine is not that of the server", true)]
    [InlineData(400, "AuthorizationHeaderMalformed", "the bucket is in another region: AWS_REGION says in which", false)]
    [InlineData(400, "\u001b[31m", "the server answers 400", false)]
    [InlineData(418, "Teapot", "the server answers 418, Teapot", false)]
    [InlineData(500, "InternalError", "the server answers 500, InternalError", true)]
    [InlineData(503, "SlowDown", "the server answers 503, SlowDown", true)]
    [InlineData(429, "", "the server answers 429", true)]
    [InlineData(400, "RequestTimeout", "the server answers 400, RequestTimeout", true)]
    [InlineData(499, "", "the server answers 499", false)]
    public void A_refusal_is_told_in_words_and_tried_again_where_that_helps(int status, string code, string words, bool mayPass)
    {
        var body = code.Length == 0 ? "" : $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>m</Message></Error>";
        var refusal = Refusal.Of((HttpStatusCode)status, body, null, "logs", new AccessKeys("ID", "SECRET", null));
        Assert.Equal((words, mayPass), (refusal.Message, refusal.MayPass));
    }
}
