namespace CSysdig.Capture.Compression;

/// <summary>The one thing below the executable that knows the console: a capture may come from standard input.</summary>
static class StandardInput
{
    public static Stream Open() => Console.OpenStandardInput();
}
