using System.Runtime.InteropServices;

namespace CSysdig.Capture;

/// <summary>The machine's OpenSSL, where it is installed: a program that asks .NET for what OpenSSL does ends where it is not, so it is looked for first.</summary>
static class OpenSsl
{
    // The names that .NET looks for, and the variable by which it is told another.
    static readonly string[] s_versions = ["3", "1.1", "1.0.2", "1.0.0", "10"];

    /// <param name="name">libssl or libcrypto.</param>
    public static bool TryLoad(string name, out nint library)
    {
        var asked = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        foreach (var version in asked is { Length: > 0 } ? [asked, .. s_versions] : s_versions)
            if (NativeLibrary.TryLoad($"{name}.so.{version}", out library))
                return true;
        library = 0;
        return false;
    }
}
