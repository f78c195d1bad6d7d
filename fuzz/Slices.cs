using System.Text;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;

namespace CSysdig.Fuzz;

/// <summary>Cuts slices out of a capture in every way there is, and reads each back: it may lack and be damaged no more than the capture.</summary>
static class Slices
{
    // Not evt.args: what a text without an end runs into are bytes between events, which are no part of them.
    const string Known = "*%evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %proc.cmdline %proc.ppid %user.name %container.id %fd.num";

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
        var scan = new SliceScan(selection, new StreamOptions());
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
            // A capture that begins with what describes containers and accounts has that with its tables.
            if (inThis > 0 || !DescribingEvents.IsOne(stream.Current.Raw.Code))
                inThis++;
        }
        slice.Finish();
        output.Close();
        if (options == s_copy)
            RequireSameEvents(capture, target.ToArray());
        return read + Read(target.ToArray(), inThis, stream.Reader.Losses.DamagedBlocks);
    }

    /// <summary>A copy of the whole has the events of the original, byte for byte, and knows the same of them.</summary>
    static void RequireSameEvents(byte[] original, byte[] copy)
    {
        using var one = EventStream.Open(new MemoryStream(original));
        using var other = EventStream.Open(new MemoryStream(copy));
        // One a stream: a format keeps texts of the state it writes.
        EventFormat format = EventFormat.Parse(Known, Dialect.Of(one.State)), otherFormat = EventFormat.Parse(Known, Dialect.Of(one.State));
        Utf8Writer line = new(), otherLine = new();
        while (one.Next())
        {
            if (!other.Next())
                throw new PropertyException($"the copy ends before event {one.Current.Number}");
            line.Clear();
            otherLine.Clear();
            format.Write(line, one.Current);
            otherFormat.Write(otherLine, other.Current);
            if (!line.Written.SequenceEqual(otherLine.Written) || !Same(one.Current.Raw, other.Current.Raw))
                throw new PropertyException($"the copy differs:\n  {Encoding.Latin1.GetString(line.Written)}\n  {Encoding.Latin1.GetString(otherLine.Written)}");
        }
    }

    static bool Same(RawEvent x, RawEvent y)
    {
        if (x.Code != y.Code || x.ParamCount != y.ParamCount)
            return false;
        for (var i = 0; i < x.ParamCount; i++)
            if (!x.Param(i).SequenceEqual(y.Param(i)))
                return false;
        return true;
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
