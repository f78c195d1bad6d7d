using CSysdig.Model.Calls;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Parameters;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>A finding with what shows it.</summary>
/// <param name="Filter">Finds the evidence and nothing else; what stood on the captured machine is no part of it.</param>
/// <param name="Count">How many events it finds.</param>
/// <param name="Lines">The first of them.</param>
/// <param name="Moved">The first that moved bytes.</param>
sealed record Evidence(StoryGroup Group, StoryFinding Finding, string Filter, long Count, IReadOnlyList<EventLine> Lines, IReadOnlyList<MovedBytes> Moved);

/// <summary>Looks for the evidence of findings, and for the indicators in it.</summary>
sealed class EvidenceSearch
{
    const int MostLines = 20, MostLine = 400, MostMoved = 6, MostBytes = 512, MostAsked = 2000;
    const string Line = "%proc.name (%thread.tid) %evt.dir %evt.type %evt.args";

    readonly CaptureHistory _history;
    readonly Indicators _indicators;
    readonly HistoryCursor _cursor;
    readonly EventFormat _format;
    readonly Utf8Writer _text = new();

    public EvidenceSearch(CaptureHistory history, Indicators indicators)
    {
        (_history, _indicators) = (history, indicators);
        _cursor = history.CreateCursor();
        _cursor.Event.Style = history.Style with { BufferLimit = TextStyle.Plain.BufferLimit, Form = TextForm.Escaped };
        _format = EventFormat.Parse(Line, Dialect.Of(history.State));
    }

    public Evidence Of(StoryGroup group, StoryFinding finding)
    {
        using var rows = new FindingRows(_history, group, finding);
        var (lines, moved, e) = (new List<EventLine>(), new List<MovedBytes>(), _cursor.Event);
        for (var i = 0; i < Math.Min(rows.Count, MostAsked) && _cursor.Load(rows[i]); i++)
        {
            var time = _history.TimestampAt(rows[i]);
            if (i < MostLines)
            {
                _text.Clear();
                _format.Write(_text, e);
                lines.Add(new EventLine(e.Number, time, Cut(SafeText.Clean(_text.ToString()))));
            }
            ReadOnlySpan<byte> data = default;
            if (IoCall.TryRead(e, out var call))
            {
                data = call.Data;
                if (!data.IsEmpty && moved.Count < MostMoved && e.Fd is { } fd)
                    moved.Add(new MovedBytes(e.Number, time, call.IsRead, fd.Name, call.Count, data[..Math.Min(data.Length, MostBytes)].ToArray()));
            }
            _indicators.Take(e, time, finding, data);
        }
        return new Evidence(group, finding, FindingRows.FilterOf(_history, group, finding), rows.Count, lines, moved);
    }

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
