using System.Runtime.InteropServices;

namespace CSysdig.Capture.Buckets;

/// <summary>https is spoken by OpenSSL, and a program that asks for it ends where that is not installed. So it is looked for first.</summary>
static class SecureConnections
{
    // The names that .NET looks for, and the variable by which it is told another.
    static readonly string[] s_versions = ["3", "1.1", "1.0.2", "1.0.0", "10"];
    static readonly Lazy<bool> s_areThere = new(AreThere);

    /// <exception cref="BucketException">There is no OpenSSL.</exception>
    public static void Need()
    {
        if (!s_areThere.Value)
            throw new BucketException("https needs OpenSSL, which is not installed on this machine (apt install libssl3, dnf install openssl-libs); an endpoint without it is http://, in AWS_ENDPOINT_URL");
    }

    static bool AreThere()
    {
        if (!OperatingSystem.IsLinux())
            return true;
        var asked = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        foreach (var version in asked is { Length: > 0 } ? [asked, .. s_versions] : s_versions)
            if (NativeLibrary.TryLoad("libssl.so." + version, out _))
                return true;
        return false;
    }
}
