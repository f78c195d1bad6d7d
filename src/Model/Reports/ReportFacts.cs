using CSysdig.Capture;
using CSysdig.Model.Extracting;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>All that a report tells, whatever it is written as. The same capture gives the same facts.</summary>
public sealed class ReportFacts
{
    /// <summary>So many findings come with evidence, the first ones.</summary>
    const int MostEvidence = 500;

    readonly Indicators _indicators = new();

    ReportFacts(CaptureHistory history, StoryRun story, IReadOnlyList<Note> notes)
    {
        History = history;
        Notes = notes;
        Story = story.Report;
        // Two that look at everything, beside what looks for evidence.
        var cut = Task.Run(() => Gaps.Cut(history));
        var capture = Task.Run(() => Measure(history));
        var rows = story.Sessions.Rows.ToDictionary(row => row.Number);
        var sessions = new List<ReportSession>();
        foreach (var group in Story.Groups)
            if (rows.TryGetValue(group.Session, out var row))
            {
                using var feed = story.Follow(group.Session);
                sessions.Add(new ReportSession(group, row, feed.Newest));
            }
        Sessions = sessions;
        OtherSessions = story.Sessions.Rows.Count - sessions.Count;
        var findings = Story.Groups.SelectMany(g => g.Findings, (g, f) => (Group: g, Finding: f)).ToList();
        var search = new EvidenceSearch(history, _indicators);
        Findings = [.. findings.Take(MostEvidence).Select(f => search.Of(f.Group, f.Finding))];
        FindingsLeftOut = findings.Count - Findings.Count;
        foreach (var (_, finding) in findings)
            _indicators.TakeNamed(finding);
        foreach (var session in sessions)
            foreach (var file in session.Transcript?.Entries.OfType<FileEntry>() ?? [])
                if ((file.Acts & (FileActs.Created | FileActs.RenamedHere | FileActs.DirectoryMade | FileActs.Linked)) != 0)
                    _indicators.Made(file.Path);
        Indicators = _indicators.All;
        FilesProblem = FindFiles(history);
        Unknown = Gaps.Of(history, this, cut.GetAwaiter().GetResult());
        (Size, Sha256) = capture.GetAwaiter().GetResult();
    }

    /// <summary>Gathers them; it waits until the story is complete, and reads the capture's evidence.</summary>
    /// <param name="notes">What its user has noted.</param>
    /// <remarks>An <see cref="IOException"/> says that the capture's file can't be read any more.</remarks>
    public static ReportFacts Of(CaptureHistory history, StoryRun story, IReadOnlyList<Note> notes)
    {
        story.Completion.GetAwaiter().GetResult();
        return new ReportFacts(history, story, notes);
    }

    static (long Size, string Sha256) Measure(CaptureHistory history)
    {
        if (!history.IsFile)
            return (0, "");
        using var capture = File.OpenRead(history.Path);
        return (capture.Length, Convert.ToHexStringLower(Digest.Sha256(capture)));
    }

    /// <summary>Looks for what the files among the indicators held; the answer says why that is not known.</summary>
    string? FindFiles(CaptureHistory history)
    {
        var paths = Indicators.Where(i => i.Kind == IndicatorKind.Path).ToList();
        var choice = new TrafficChoice();
        foreach (var path in paths)
            choice.AddPath(path.Bytes);
        try
        {
            var seen = SeenFiles.Of(history, choice).ToLookup(row => row.Name, ByteKey.Comparer);
            foreach (var path in paths)
                path.Files = ReportedFile.Of(path.Value, seen[path.Bytes]);
            return null;
        }
        catch (Exception e) when (Extraction.IsOfDisk(e))
        {
            return FileProblem.Of(e);
        }
    }

    /// <summary>How many findings the story has.</summary>
    public int Count => Story.Count;

    internal CaptureHistory History { get; }
    internal StoryReport Story { get; }
    internal IReadOnlyList<Note> Notes { get; }
    /// <summary>The sessions that findings were made of.</summary>
    internal IReadOnlyList<ReportSession> Sessions { get; }
    internal int OtherSessions { get; }
    internal IReadOnlyList<Evidence> Findings { get; }
    internal int FindingsLeftOut { get; }
    internal IReadOnlyList<Indicator> Indicators { get; }
    /// <summary>Why it is not known what files held; null where it is.</summary>
    internal string? FilesProblem { get; }
    internal long TracesLeftOut => _indicators.LeftOut;
    internal IReadOnlyList<string> Unknown { get; }
    /// <summary>Of the capture's file; 0 and empty where it is none.</summary>
    internal long Size { get; }
    internal string Sha256 { get; }
    internal string Host => Captured.Text(System.Text.Encoding.UTF8.GetBytes(History.State.Machine.HostName));
    /// <summary>Of the program.</summary>
    internal static string Version => typeof(ReportFacts).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}.{v.Build}" : "";
}

/// <summary>A session that findings were made of.</summary>
sealed record ReportSession(StoryGroup Group, SessionRow Row, Transcript? Transcript);
