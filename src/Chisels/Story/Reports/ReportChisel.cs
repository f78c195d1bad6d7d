using CSysdig.Capture;
using CSysdig.Capture.Segments;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Opening;
using CSysdig.Model.Reports;
using CSysdig.Model.Story;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Reports;

/// <summary>The story with its evidence as a file to hand in. Evidence is looked for when the story is known: the capture is loaded, not streamed.</summary>
sealed class ReportChisel : IChisel
{
    readonly ChiselSetup _setup;
    readonly string _file;

    ReportChisel(ChiselSetup setup)
    {
        (_setup, _file) = (setup, setup.Arguments[0]);
        if (!ReportFile.IsReport(_file))
            throw new ChiselException($"report: expected {ReportFile.Kinds}");
        if (File.Exists(_file))
            throw new ChiselException($"report: {_file} exists");
        if (setup.IsLive || setup.File == "-" || setup.File is { } file && SegmentSource.IsFolder(file))
            throw new ChiselException("report: it is made of a capture in a file; this machine is recorded with: sysdig -M 30 -w FILE");
        if (setup.Filter.Length > 0)
            throw new ChiselException("report: it tells of the whole capture; no filter chooses what is in it");
    }

    public static ChiselDefinition Definition { get; } = new("report", "Security", "Write what happened as a report: findings with evidence, sessions, indicators; Markdown, HTML, STIX, CSV, Timesketch",
        [new("file", "string", false, "the report's name, which is not there yet: .md, .html, .json, .csv or .jsonl")], s => new ReportChisel(s)) { Writes = a => a[0] };

    public bool IsDone => true;

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
    }

    public void End(Utf8Writer to)
    {
        try
        {
            using var history = CaptureHistory.Open(_setup.File!, new HistoryOptions { Following = new() { Compat = _setup.Form == TextForm.AsTool } });
            using var story = StoryRun.Start(history, _setup.Rules);
            var facts = ReportFacts.Of(history, story, NoteBook.Beside(_setup.File!).All);
            ReportFile.Write(_file, over: false, facts);
            to.Write($"{facts.Count} {(facts.Count == 1 ? "finding" : "findings")} written to {SafeText.Clean(_file)}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ChiselException($"report: {_file} can't be written: {FileProblem.Of(e)}");
        }
    }
}
