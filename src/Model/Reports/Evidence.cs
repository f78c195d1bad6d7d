using CSysdig.Model.Calls;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>A finding with what shows it.</summary>
/// <param name="Filter">Finds the evidence and nothing else; what stood on the captured machine is no part of it.</param>
/// <param name="Count">How many events it finds.</param>
/// <param name="Lines">The first of them.</param>
/// <param name="Moved">The first that moved bytes.</param>
sealed record Evidence(StoryGroup Group, StoryFinding Finding, string Filter, long Count, IReadOnlyList<EventLine> Lines, IReadOnlyList<MovedBytes> Moved)
{
    const int MostLines = 20, MostLine = 400, MostMoved = 6, MostBytes = 512, MostAsked = 2000;
    const string Format = "%proc.name (%thread.tid) %evt.dir %evt.type %evt.args";

    /// <summary>Looks for the evidence of a finding, and for the indicators in it.</summary>
    public static Evidence Of(CaptureHistory history, StoryGroup group, StoryFinding finding, Indicators indicators)
    {
        var filter = FilterOf(history, group, finding);
        var dig = DigResult.Start(history, filter, Format, history.Style with { BufferLimit = TextStyle.Plain.BufferLimit, Form = TextForm.Escaped });
        using var rows = dig.Rows;
        rows.Completion.GetAwaiter().GetResult();
        var (lines, moved, text) = (new List<EventLine>(), new List<MovedBytes>(), new Utf8Writer());
        for (var i = 0; i < Math.Min(rows.Count, MostAsked); i++)
        {
            var time = history.TimestampAt(rows[i]);
            if (i < MostLines)
            {
                text.Clear();
                dig.WriteLine(i, text);
                lines.Add(new EventLine(history.NumberAt(rows[i]), time, Cut(SafeText.Clean(text.ToString()))));
            }
            var e = dig.Load(i);
            ReadOnlySpan<byte> data = default;
            if (IoCall.TryRead(e, out var call))
            {
                data = call.Data;
                if (!data.IsEmpty && moved.Count < MostMoved && e.Fd is { } fd)
                    moved.Add(new MovedBytes(e.Number, time, call.IsRead, fd.Name, call.Count, data[..Math.Min(data.Length, MostBytes)].ToArray()));
            }
            indicators.Take(e, time, finding, data);
        }
        return new Evidence(group, finding, filter, rows.Count, lines, moved);
    }

    /// <summary>Of named events their numbers say it all; else what was then is a part of it.</summary>
    static string FilterOf(CaptureHistory history, StoryGroup group, StoryFinding finding) =>
        finding.IsNamed ? finding.Filter : $"({finding.Filter}) and {group.StretchOf(finding, history.LastTimestamp).ToFilter()}";

    static string Cut(string line) => line.Length <= MostLine ? line : line[..(char.IsHighSurrogate(line[MostLine - 1]) ? MostLine - 1 : MostLine)] + "...";
}

/// <summary>An event as a line.</summary>
sealed record EventLine(long Number, ulong Time, string Text);

/// <summary>Bytes that were read or written at once.</summary>
/// <param name="Count">How many they were; <paramref name="Data"/> has the first that were captured.</param>
sealed record MovedBytes(long Number, ulong Time, bool IsRead, byte[] Name, long Count, byte[] Data)
{
    /// <summary>The bytes as <c>sysdig -X</c> prints them.</summary>
    public IEnumerable<string> Hex()
    {
        var text = new Utf8Writer();
        BufferText.Write(text, Data, BufferStyle.HexAscii);
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimStart('\t'));
    }

    /// <summary>The bytes as lines of text.</summary>
    public IEnumerable<string> Text()
    {
        var text = Data.AsMemory();
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            yield return SafeText.ToString(line.Span.TrimEnd((byte)'\r'));
            text = end < 0 ? default : text[(end + 1)..];
        }
    }
}
