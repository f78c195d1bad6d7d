using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>
/// The views echo (bytes read and written) and dig (event lines) as JSON. csysdig prints a part, which its JSON calls a slice, whenever
/// 2,000 events have gone by, by their numbers, and looks at the capture's last event twice.
/// </summary>
public static class EventJson
{
    const int EventsPerPart = 2000;

    /// <summary>Prints the reads and writes under a filter.</summary>
    public static void WriteEcho(Stream output, CaptureHistory history, ViewJsonOptions options)
    {
        var echo = EchoResult.Start(history, options.Filter);
        WriteParts(output, history, echo.Rows, options, (index, to) => EchoLineWriter.Write(to, history, echo[index], options.Buffer));
    }

    /// <summary>Prints the events under a filter.</summary>
    public static void WriteDig(Stream output, CaptureHistory history, ViewJsonOptions options)
    {
        var style = history.ShownStyle with { Buffer = options.Buffer };
        var dig = DigResult.Start(history, options.Filter, options.Containers ? DigResult.ContainerFormat : null, style);
        WriteParts(output, history, dig.Rows, options, (index, to) =>
        {
            var start = to.Length;
            dig.WriteLine(index, to);
            JsonText.QuoteFrom(to, start, ascii: style.Form == TextForm.AsTool);
            return true;
        });
    }

    static void WriteParts(Stream output, CaptureHistory history, RowRun rows, ViewJsonOptions options, Func<int, Utf8Writer, bool> write)
    {
        rows.Completion.GetAwaiter().GetResult();
        var parts = new PartWriter(output, write);
        parts.Begin();
        var next = 0;
        long last = 0;
        for (var row = history.First; row < history.End; row++)
        {
            if (next < rows.Count && rows[next] == row)
                parts.Add(next++);
            if (history.NumberAt(row) - last <= EventsPerPart)
                continue;
            last = history.NumberAt(row);
            parts.End(100.0 * (row + 1 - history.First) / history.Count, isLast: false);
        }
        if (!options.IsCutShort)
        {
            if (rows.Count > 0 && rows[rows.Count - 1] == history.End - 1)
                parts.Add(rows.Count - 1);
            parts.End(100, isLast: true);
        }
        parts.Finish();
    }
}
