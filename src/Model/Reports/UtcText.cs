using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>Times of a report: in UTC wherever it is made.</summary>
static class UtcText
{
    const int Milliseconds = 23;

    /// <summary><c>2025-01-02T03:04:05.000000006Z</c></summary>
    public static string Of(ulong timestamp) => Written(timestamp, "Z");

    /// <summary><c>2025-01-02T03:04:05.000000006+00:00</c></summary>
    public static string WithOffset(ulong timestamp) => Written(timestamp, "+00:00");

    /// <summary><c>2025-01-02T03:04:05.000Z</c></summary>
    public static string InMilliseconds(ulong timestamp) => Written(timestamp, "")[..Milliseconds] + "Z";

    static string Written(ulong timestamp, string zone)
    {
        var text = new Utf8Writer(40);
        TimeText.WriteUtc(text, timestamp, zone);
        return text.ToString();
    }
}
