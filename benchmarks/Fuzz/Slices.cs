using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Slices;

namespace CSysdig.Benchmarks.Fuzz;

/// <summary>Cuts slices out of a capture in every way there is, and reads each back: it may lack and be damaged no more than the capture.</summary>
static class Slices
{
    public static long Write(Stream capture)
    {
        var bytes = new MemoryStream();
        capture.CopyTo(bytes);
        var original = bytes.ToArray();
        long events = 0;
        foreach (var options in (SliceOptions[])
        [
            new() { Everything = true },
            new() { Everything = true, Rotates = true },
            new(),
            new() { KeepStateEvents = true },
            new() { SnapLength = 3 },
            new() { Selection = Needs(original) },
        ])
            events = Math.Max(events, Write(original, options));
        return events;
    }

    /// <summary>Holes of all lengths.</summary>
    static bool Passes(Event e) => (e.Number & 63) > 50 || e.Number % 5 == 3;

    static SliceSelection Needs(byte[] capture)
    {
        var selection = new SliceSelection();
        var scan = new SliceScan(selection);
        using var stream = EventStream.Open(new MemoryStream(capture), observer: scan);
        stream.Filter = Passes;
        scan.Attach(stream);
        while (stream.Next())
            scan.Add();
        return selection;
    }

    static long Write(byte[] capture, SliceOptions options)
    {
        const int turn = 500;
        var slice = new SliceWriter(options);
        using var stream = EventStream.Open(new MemoryStream(capture), observer: slice);
        slice.Attach(stream);
        if (!options.Everything)
            stream.Filter = Passes;
        var target = new MemoryStream();
        var output = ScapWriter.Create(target, "slice", CaptureCompression.None);
        slice.Start(output);
        long read = 0, inThis = 0;
        while (stream.Next())
        {
            if (options.Rotates && inThis == turn)
            {
                output.Close();
                read += Read(target.ToArray(), inThis);
                target = new MemoryStream();
                output = ScapWriter.Create(target, "slice", CaptureCompression.None);
                slice.Start(output);
                inThis = 0;
            }
            slice.Write();
            inThis++;
        }
        slice.Finish();
        output.Close();
        return read + Read(target.ToArray(), inThis, stream.Reader.Losses.DamagedBlocks);
    }

    static long Read(byte[] slice, long written, long damaged = long.MaxValue)
    {
        using var stream = EventStream.Open(new MemoryStream(slice));
        long events = 0;
        while (stream.Next())
            events++;
        if (stream.Reader.Losses.DamagedBlocks > damaged)
            throw new InvalidDataException($"a slice is damaged: {stream.Reader.Losses.Message}");
        if (events < written)
            throw new InvalidDataException($"a slice shows {events} events of {written}");
        return events;
    }
}
