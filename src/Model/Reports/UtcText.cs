using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>Times of a report: in UTC wherever it is made.</summary>
static class UtcText
{
    const int Zone = 5, Milliseconds = 23;

    /// <summary><c>2025-01-02T03:04:05.000000006Z</c></summary>
    public static string Of(ulong timestamp) => Bare(timestamp) + "Z";

    /// <summary><c>2025-01-02T03:04:05.000000006+00:00</c></summary>
    public static string WithOffset(ulong timestamp) => Bare(timestamp) + "+00:00";

    /// <summary><c>2025-01-02T03:04:05.000Z</c></summary>
    public static string InMilliseconds(ulong timestamp) => Bare(timestamp)[..Milliseconds] + "Z";

    static string Bare(ulong timestamp)
    {
        var text = new Utf8Writer(40);
        TimeText.WriteIso8601(text, timestamp);
        text.Truncate(text.Length - Zone);
        return text.ToString();
    }
}
