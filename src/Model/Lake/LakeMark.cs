using System.Text.Json;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Lake;

/// <summary>A small file that tells what a place is: a lake, and of which version. Engines pass over names that begin so.</summary>
static class LakeMark
{
    public const string Name = "_lake.json";
    public const int MostBytes = 1 << 12;

    public static string Text => $$"""{"schema":"{{LakeSchema.Name}}","version":{{LakeSchema.Version}}}""" + "\n";

    /// <exception cref="CaptureException">It is no lake of ours, or one of another version.</exception>
    public static void Check(string text, string place)
    {
        var (schema, version) = ("", 0);
        try
        {
            using var json = JsonDocument.Parse(text);
            (schema, version) = (json.RootElement.GetProperty("schema").GetString(), json.RootElement.GetProperty("version").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Said below: it is no lake of ours.
        }
        if (schema != LakeSchema.Name)
            throw new CaptureException($"{Name} in {place} is not what csysdig writes; give a new or an empty folder");
        if (version != LakeSchema.Version)
            throw new CaptureException($"the lake in {place} has version {version} of the schema, and this is version {LakeSchema.Version}; give a new folder");
    }
}
