using System.Globalization;
using CSysdig.Capture.Segments;
using CSysdig.Model.Text;

namespace CSysdig.Cli;

/// <summary>sysdig --status FOLDER: what a recorder says of itself. It fails where none runs, so that a script can ask.</summary>
static class StatusCommand
{
    static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);

    public static int Run(string folder, bool json)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"{folder}: no such folder");
        var status = RecorderStatus.Read(folder);
        if (!RecorderStatus.IsWritten(folder))
        {
            Console.Error.WriteLine($"sysdig: nothing is recorded to {folder} now"
                + (status is null ? "" : $"; what was there last said {Time(status.At)} that it had taken {status.Events.ToString("N0", CultureInfo.InvariantCulture)} events, and did not end in good order"));
            return 1;
        }
        if (status is null)
        {
            Console.Error.WriteLine($"sysdig: {folder} is written to, and nothing is said of it yet; csysdig --keep shows it on its own first line");
            return 1;
        }
        StandardStreams.Say(json ? status.Json + "\n" : Text(status));
        if (DateTime.UtcNow - status.At <= s_silence)
            return 0;
        Console.Error.WriteLine($"sysdig: it has said nothing since {Time(status.At)}");
        return 1;
    }

    static string Text(RecorderStatus s) => string.Create(CultureInfo.InvariantCulture,
        $"""
        recording  {SafeText.Clean(s.Host)}, since {Time(s.Since)}, by process {s.Pid}
        events     {s.EventsPerSecond:N0} a second, {s.Events:N0} in all, {s.Lost:N0} lost
        cost       {s.Cost:F1} % of a processor{(s.MostCost > 0 ? $" of {s.MostCost} % that it may take" : "")}{(s.GivenUp.Length > 0 ? $"; given up is {SafeText.Clean(s.GivenUp)}" : "")}
        kept       {s.Bytes / 1048576.0:N1} MiB in {(s.Segments == 0 ? "1 segment" : $"{s.Segments + 1:N0} segments")}{(s.Oldest is { } oldest ? $", the oldest of {Time(oldest)}" : "")}{(s.Compacted > 0 ? $", {s.Compacted:N0} packed harder ({s.Saved / 1048576.0:N1} MiB less)" : "")}; --keep {SafeText.Clean(s.Keep)}
        {BucketText(s)}
        """);

    static string BucketText(RecorderStatus s) => s is { Bucket: { } bucket, Outbox: { } outbox } ? string.Create(CultureInfo.InvariantCulture,
        $"bucket     {SafeText.Clean(bucket)}: {outbox.Arrived:N0} segments have arrived, {outbox.Waiting:N0} of {outbox.WaitingBytes / 1048576.0:N1} MiB wait{(outbox.GivenUp > 0 ? $", {outbox.GivenUp:N0} with {outbox.GivenUpEvents:N0} events were given up" : "")}{(outbox.Problem is { } problem ? $"; {SafeText.Clean(problem)}" : "")}\n") : "";

    static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
