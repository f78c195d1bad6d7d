using System.Globalization;

namespace CSysdig.Capture.Segments;

/// <summary>How a segment is called: <c>csysdig.20261130-145500.000017.scap.zst</c> is the seventeenth of what was recorded from that time (UTC) on.</summary>
readonly record struct SegmentName(DateTime Run, int Number) : IComparable<SegmentName>
{
    const string Prefix = "csysdig.", Ending = ".scap.zst", Format = "yyyyMMdd-HHmmss";

    public override string ToString() =>
        $"{Prefix}{Run.ToString(Format, CultureInfo.InvariantCulture)}.{Number.ToString("D6", CultureInfo.InvariantCulture)}{Ending}";

    /// <summary>Null for any other file.</summary>
    public static SegmentName? Of(string file)
    {
        if (!file.StartsWith(Prefix, StringComparison.Ordinal) || !file.EndsWith(Ending, StringComparison.Ordinal))
            return null;
        return file[Prefix.Length..^Ending.Length].Split('.') is [var run, var number]
            && DateTime.TryParseExact(run, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var began)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new SegmentName(began, at) : null;
    }

    /// <summary>It goes on where the other one ended.</summary>
    public bool Follows(SegmentName other) => Run == other.Run && Number == other.Number + 1;

    public int CompareTo(SegmentName other) => Run.CompareTo(other.Run) is not 0 and var byRun ? byRun : Number.CompareTo(other.Number);
}
