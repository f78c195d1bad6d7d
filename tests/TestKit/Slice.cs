using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Tests.TestKit;

/// <summary>Cuts a capture in memory, as sysdig -w does it on disk.</summary>
static class Slice
{
    public static byte[] Of(byte[] capture, string? filter, SliceOptions? options = null)
    {
        options = (options ?? new SliceOptions()) with { Everything = filter is null };
        var target = new MemoryStream();
        using var output = ScapWriter.Create(target, "slice", CaptureCompression.None);
        var writer = new SliceWriter(options);
        using (var stream = Open(capture, filter, writer))
        {
            writer.Attach(stream);
            writer.Start(output);
            while (stream.Next())
                writer.Write();
            writer.Finish();
        }
        output.Close();
        return target.ToArray();
    }

    /// <summary>What the events that pass need of the state.</summary>
    public static SliceSelection Needs(byte[] capture, string filter)
    {
        var selection = new SliceSelection();
        var scan = new SliceScan(selection, new StreamOptions());
        using var stream = Open(capture, filter, scan);
        scan.Attach(stream);
        while (stream.Next())
            scan.Add();
        return selection;
    }

    /// <summary>A line of every event that is shown, made by a function.</summary>
    public static List<string> Lines(byte[] capture, Func<Event, string> line, string? filter = null)
    {
        var lines = new List<string>();
        using var stream = Open(capture, filter, null);
        while (stream.Next())
            lines.Add(line(stream.Current));
        Assert.Null(stream.Reader.Losses.Message);
        return lines;
    }

    /// <summary>The tables that a capture begins with.</summary>
    public static RecordedTables Tables(byte[] capture)
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(new MemoryStream(capture), tables);
        while (reader.Next())
        {
        }
        return tables;
    }

    public static string Text(byte[]? bytes) => System.Text.Encoding.UTF8.GetString(bytes ?? []);

    static EventStream Open(byte[] capture, string? filter, IStreamObserver? observer)
    {
        var stream = EventStream.Open(new MemoryStream(capture), observer: observer);
        if (filter is not null)
            stream.Filter = Filter.Parse(filter, stream.State).Test;
        return stream;
    }
}
