using System.Text;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Formats;
using CSysdig.Model.Slices;
using CSysdig.Model.Text;

namespace CSysdig.Fuzz;

/// <summary>Cuts slices out of a capture in every way there is, and reads each back: it may lack and be damaged no more than the capture.</summary>
static class Slices
{
    const string Line = "*%evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info %proc.cmdline %proc.ppid %user.name %fd.name %container.id";

    static readonly SliceOptions s_copy = new() { Everything = true };

    public static long Write(Stream capture)
    {
        var bytes = new MemoryStream();
        capture.CopyTo(bytes);
        var original = bytes.ToArray();
        long events = 0;
        foreach (var options in (SliceOptions[])
        [
            s_copy,
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
        if (options == s_copy)
            RequireSameLines(capture, target.ToArray());
        return read + Read(target.ToArray(), inThis, stream.Reader.Losses.DamagedBlocks);
    }

    /// <summary>A copy of the whole shows the lines of the original.</summary>
    static void RequireSameLines(byte[] original, byte[] copy)
    {
        using var one = EventStream.Open(new MemoryStream(original));
        using var other = EventStream.Open(new MemoryStream(copy));
        var format = EventFormat.Parse(Line, Dialect.Of(one.State));
        Utf8Writer line = new(), otherLine = new();
        while (one.Next())
        {
            if (!other.Next())
                throw new PropertyException($"the copy ends before event {one.Current.Number}");
            line.Clear();
            otherLine.Clear();
            format.Write(line, one.Current);
            format.Write(otherLine, other.Current);
            if (!line.Written.SequenceEqual(otherLine.Written))
                throw new PropertyException($"the copy differs:\n  {Encoding.Latin1.GetString(line.Written)}\n  {Encoding.Latin1.GetString(otherLine.Written)}");
        }
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
