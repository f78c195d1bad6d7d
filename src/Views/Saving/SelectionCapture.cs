using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;

namespace CSysdig.Views.Saving;

/// <summary>
/// Writes a selection as a capture of its own, which carries the state that its events need. Which events those are the
/// history knows; the file is read again for their bytes.
/// </summary>
static class SelectionCapture
{
    /// <returns>How many events were written.</returns>
    /// <exception cref="CaptureException">Something can't be read or written.</exception>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    public static long Write(CaptureHistory history, string filter, string file)
    {
        using var wanted = RowRun.Start(history, new RowQuery(filter));
        wanted.Completion.Wait();
        var slice = new SliceWriter(new SliceOptions { Everything = filter.Length == 0, Following = history.Following });
        using var stream = EventStream.Open(history.Path, history.Following, slice);
        var next = 0;
        // Both count the events that can be read from the start of the file.
        stream.Filter = e =>
        {
            while (next < wanted.Count && history.NumberAt(wanted[next]) < e.Number)
                next++;
            return next < wanted.Count && history.NumberAt(wanted[next]) == e.Number;
        };
        slice.Attach(stream);
        using var output = ScapWriter.Create(file, CompressionNames.Of(file));
        slice.Start(output);
        while (stream.Next())
            slice.Write();
        slice.Finish();
        output.Close();
        return slice.Written;
    }
}
