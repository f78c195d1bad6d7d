using System.Text.Json;
using System.Text.Json.Serialization;
using CSysdig.Capture.Buckets;

namespace CSysdig.Capture.Segments;

/// <summary>What the program that keeps a folder of segments says of itself, once a second, in a file beside them.</summary>
public sealed record RecorderStatus
{
    const string FileName = ".csysdig-status", NextName = FileName + ".new";
    const int MostBytes = 1 << 16;

    public required int Pid { get; init; }
    public required string Host { get; init; }
    /// <summary>When it began to watch.</summary>
    public required DateTime Since { get; init; }
    /// <summary>When it said this.</summary>
    public required DateTime At { get; init; }
    /// <summary>Events since it began, and how many more were lost.</summary>
    public required long Events { get; init; }
    public required long Lost { get; init; }
    /// <summary>Events in the last second.</summary>
    public required double EventsPerSecond { get; init; }
    /// <summary>What it takes, here and in the kernel, in percent of one processor, since it said so last; and the bound that was given, 0 for none.</summary>
    public required double Cost { get; init; }
    public required int MostCost { get; init; }
    /// <summary>What is given up to keep to the bound; empty where nothing is.</summary>
    public required string GivenUp { get; init; }
    /// <summary>Segments that are whole, the bytes that all take, and what is asked for: 20G or 2h.</summary>
    public required int Segments { get; init; }
    public required long Bytes { get; init; }
    public required string Keep { get; init; }
    /// <summary>How many of them it has packed harder, and how many bytes less they take.</summary>
    public int Compacted { get; init; }
    public long Saved { get; init; }
    /// <summary>When the oldest segment was written to its end; null where none is whole yet.</summary>
    public required DateTime? Oldest { get; init; }

    /// <summary>Where segments are brought to, and how that stands; null where they stay in the folder.</summary>
    public string? Bucket { get; init; }
    public OutboxState? Outbox { get; init; }

    /// <summary>Somebody writes to the folder now.</summary>
    public static bool IsWritten(string folder) => new SegmentFolder(folder).IsWritten();

    /// <summary>Puts it into the folder in place of what was said before. Where there is no room for it, the segments say so.</summary>
    public void Write(string folder)
    {
        try
        {
            var next = Path.Combine(folder, NextName);
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(this, RecorderStatusJson.Default.RecorderStatus));
            File.Move(next, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>What was said last in a folder; null where nobody has said anything that can be read.</summary>
    public static RecorderStatus? Read(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, FileName));
            return file is { Exists: true, Length: <= MostBytes } ? JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), RecorderStatusJson.Default.RecorderStatus) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static void Remove(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, FileName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>As it is printed with -j: one line.</summary>
    [JsonIgnore]
    public string Json => JsonSerializer.Serialize(this, RecorderStatusJson.Default.RecorderStatus);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecorderStatus))]
sealed partial class RecorderStatusJson : JsonSerializerContext;
