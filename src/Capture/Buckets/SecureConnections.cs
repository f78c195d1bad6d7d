namespace CSysdig.Capture.Buckets;

/// <summary>https is spoken by OpenSSL, and a program that asks for it ends where that is not installed. So it is looked for first.</summary>
static class SecureConnections
{
    static readonly Lazy<bool> s_areThere = new(() => !OperatingSystem.IsLinux() || OpenSsl.TryLoad("libssl", out _));

    /// <exception cref="BucketException">There is no OpenSSL.</exception>
    public static void Need()
    {
        if (!s_areThere.Value)
            throw new BucketException("https needs OpenSSL, which is not installed on this machine (apt install libssl3, dnf install openssl-libs); an endpoint without it is http://, in AWS_ENDPOINT_URL");
    }
}
