using System.Globalization;
using CSysdig.Model.Notes;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>The report to be read: what is on its page.</summary>
static class ReportPage
{
    const string Untold = "the capture does not tell";
    const int MostCommands = 500, MostTimeline = 2000, MostFiles = 20;

    public static Page Of(ReportFacts facts)
    {
        var page = new Page($"Report on {FileOf(facts)}");
        page.Head(1, new Phrase().Say("Report on ").Quote(FileOf(facts)));
        Capture(page, facts);
        page.Head(2, "What happened");
        page.Say(Happened(facts));
        foreach (var group in facts.Story.Groups)
            page.Say(Happened(group));
        Notes(page, facts);
        Timeline(page, facts);
        Sessions(page, facts);
        Findings(page, facts);
        Matrix(page, facts);
        Files(page, facts);
        IndicatorTable(page, facts);
        page.Head(2, "What is not known");
        page.List([.. facts.Unknown.Select(line => (Phrase)line)]);
        return page;
    }

    /// <summary>Who a group of findings is about.</summary>
    public static Phrase Who(StoryGroup group)
    {
        if (group.Kind == GroupKind.Machine)
            return "outside of any session";
        var who = new Phrase().Say(group.Kind == GroupKind.Service ? "started by " : "").Quote(Captured.Text(group.Who));
        if (group.From.Length > 0)
            who.Say(group.By.Length > 0 ? " from " : " at ").Quote(Captured.Text(group.From));
        if (group.By.Length > 0)
            who.Say(" by ").Quote(Captured.Text(group.By));
        return who;
    }

    static string FileOf(ReportFacts facts) => SafeText.Clean(Path.GetFileName(facts.History.Path));

    static void Capture(Page page, ReportFacts facts)
    {
        var (history, machine) = (facts.History, facts.History.State.Machine);
        page.Table(["Capture", ""],
        [
            ["File", Phrase.Of(FileOf(facts))],
            ["Size", facts.Sha256.Length > 0 ? Line($"{facts.Size:#,0} bytes") : "not a file"],
            ["SHA-256", Phrase.Of(facts.Sha256)],
            ["Host", facts.Host.Length > 0 ? Phrase.Of(facts.Host) : Untold],
            ["Kernel", Untold],
            ["Processors, memory", machine.CpuCount == 0 ? Untold : Line($"{machine.CpuCount}, {machine.MemoryBytes:#,0} bytes")],
            ["Span", Line($"{UtcText.Of(history.FirstTimestamp)} to {UtcText.Of(history.LastTimestamp)}")],
            ["Events", Line($"{history.Count:#,0}")],
            ["Written by", $"csysdig for .NET {ReportFacts.Version}"],
        ], wide: 1);
        page.Say("All times are in UTC. What was captured stands in code, with each byte that is no visible character as \\xNN.");
    }

    static Phrase Happened(ReportFacts facts)
    {
        var findings = facts.Story.Groups.SelectMany(g => g.Findings).ToList();
        if (findings.Count == 0)
            return "Nothing in this capture looks like an attack to the rules of the story.";
        return new Phrase().Say(facts.Host.Length > 0 ? "On " : "On the machine").Quote(facts.Host).Say(Line(
            $", between {UtcText.Of(findings.Min(f => f.First))} and {UtcText.Of(findings.Max(f => f.Last))}, {Number(findings.Count, "thing was", "things were")} done that {(findings.Count == 1 ? "is a finding" : "are findings")}, {findings.Count(f => f.IsGrave):#,0} of them like no ordinary work."));
    }

    static Phrase Happened(StoryGroup group)
    {
        var text = Who(group).Say(group.Kind != GroupKind.Session ? ", from " : group.IsOlder ? ", since before the capture; from " : ", from ").Say(UtcText.Of(group.Start));
        text.Say(group.End > 0 ? $" to {UtcText.Of(group.End)}: " : group.Kind == GroupKind.Session ? " on, not ended when the capture did: " : " on: ");
        return text.Say(string.Join(", ", group.Findings.Select(f => f.Rule.Words).Distinct()) + ".");
    }

    static void Notes(Page page, ReportFacts facts)
    {
        if (facts.Notes.Count == 0)
            return;
        page.Head(2, "Notes");
        page.Say("Of whoever looked at the capture, and not told by it.");
        page.Table(["Time (UTC)", "On", "Note"],
        [
            .. facts.Notes.Select(note => (Phrase[])
            [
                note.On.Time > 0 ? UtcText.Of(note.On.Time) : "", new Phrase().Say(KindOf(note.On) + " ").Quote(SafeText.Clean(note.On.Value)), SafeText.Clean(note.Text),
            ]),
        ], wide: 2);
    }

    static string KindOf(NoteKey key) => key.Field switch
    {
        NoteKey.Process => "process",
        NoteKey.Thread => "thread",
        NoteKey.Event => "event of thread",
        NoteKey.Session => "session of process",
        NoteKey.Finding => "finding",
        "fd.name" => key.Value.Contains("->", StringComparison.Ordinal) ? "connection" : "file",
        var field => SafeText.Clean(field),
    };

    static void Timeline(Page page, ReportFacts facts)
    {
        var rows = new List<(ulong Time, Phrase[] Cells)>();
        foreach (var group in facts.Story.Groups)
        {
            if (group is { Kind: GroupKind.Session, IsOlder: false })
                rows.Add((group.Start, [UtcText.Of(group.Start), Who(group), "the session begins", ""]));
            foreach (var finding in group.Findings)
                rows.Add((finding.First, [UtcText.Of(finding.First), Who(group), What(finding), finding.Rule.Technique]));
            if (group.End > 0)
                rows.Add((group.End, [UtcText.Of(group.End), Who(group), "the session ends", ""]));
        }
        if (rows.Count == 0)
            return;
        page.Head(2, "Timeline");
        page.Table(["Time (UTC)", "Who", "What", "ATT&CK"], [.. rows.OrderBy(row => row.Time).Take(MostTimeline).Select(row => row.Cells)], wide: 2);
        if (rows.Count > MostTimeline)
            page.Say(Line($"... and {rows.Count - MostTimeline:#,0} lines more; as .jsonl the report has all of them."));
    }

    static void Sessions(Page page, ReportFacts facts)
    {
        if (facts.Sessions.Count + facts.OtherSessions == 0)
            return;
        page.Head(2, "Sessions");
        foreach (var session in facts.Sessions)
            Session(page, session);
        if (facts.OtherSessions > 0)
            page.Say(Line($"Of {Number(facts.OtherSessions, "session", "sessions")} more nothing is a finding."));
    }

    static void Session(Page page, ReportSession session)
    {
        page.Head(3, Who(session.Group));
        var row = session.Row;
        page.Say(Line($"{(row.IsOlder ? "Since before the capture" : $"From {UtcText.Of(row.Start)}")}{(row.IsOpen ? ", open at its end" : $" to {UtcText.Of(row.End)}")}; first process {row.Leader}, {Number(row.Processes, "process", "processes")}, {Number(row.Commands, "command", "commands")}, {Number(row.Failed, "failed login", "failed logins")} before it, {row.BytesIn:#,0} bytes in and {row.BytesOut:#,0} out of its connection."));
        var commands = session.Transcript?.Entries.OfType<CommandEntry>().ToList() ?? [];
        if (commands.Count == 0)
            return;
        page.Table(["Start (UTC)", "Process", "User", "Command", "End"], [.. commands.Take(MostCommands).Select(c => (Phrase[])
        [
            c.Time == 0 ? "before the capture" : UtcText.Of(c.Time), Line($"{c.Pid}"), Phrase.Of(Captured.Text(c.User)),
            new Phrase().Say(new string('·', Math.Clamp(c.Depth, 0, 20)) + (c.Depth > 0 ? " " : "")).Quote(Captured.Text(c.Line, 500)), End(c),
        ])], wide: 3);
        if (commands.Count > MostCommands)
            page.Say(Line($"... and {commands.Count - MostCommands:#,0} commands more; as .jsonl the report has all of them."));
    }

    public static string End(CommandEntry command) => command.End switch
    {
        CommandEnd.Exited => Line($"exit {command.Code}"),
        CommandEnd.Killed => Line($"signal {command.Code}"),
        CommandEnd.Replaced => "became the next",
        CommandEnd.ChangedDirectory => "",
        CommandEnd.Running => "runs on",
        _ => "not known",
    };

    static void Findings(Page page, ReportFacts facts)
    {
        if (facts.Findings.Count == 0)
            return;
        page.Head(2, "Findings");
        for (var i = 0; i < facts.Findings.Count; i++)
            Finding(page, facts, i + 1, facts.Findings[i]);
    }

    static void Finding(Page page, ReportFacts facts, int number, Evidence evidence)
    {
        var finding = evidence.Finding;
        page.Head(3, Line($"{number}. {finding.Rule.Words}{(finding.Rule.Technique.Length > 0 ? $" ({finding.Rule.Technique})" : "")}"));
        page.Say(What(finding));
        page.Say(WithoutKeys(finding.Rule.Tip));
        page.List(
        [
            new Phrase().Say("Who: ").Join(Who(evidence.Group)),
            new Phrase().Say("First process: ").Quote(Captured.Text(finding.Comm)).Say(Line($", {(finding.Pids.Count == 1 ? "process" : "processes")} {string.Join(", ", finding.Pids)}")),
            new Phrase().Say(Line($"From {UtcText.Of(finding.First)} (event {finding.Number}) to {UtcText.Of(finding.Last)}, seen {Number(finding.Count, "time", "times")}")),
            .. facts.Notes.Where(note => note.On.Field == NoteKey.Finding && note.On.Time == finding.First && note.On.Value == finding.Rule.Words).Select(note => new Phrase().Say("Note: " + SafeText.Clean(note.Text))),
            new Phrase().Say(finding.IsGrave ? "No ordinary work looks like this." : "By itself it may be ordinary work; it stands beside what is not."),
            .. facts.Indicators.Where(i => i.Shows(finding)).SelectMany(i => i.Files).Where(f => f.Row.IsComplete || f.Row.Belied is not null).Take(MostFiles)
                .Select(f => new Phrase().Say("File: ").Quote(f.Path).Say(", ").Join(f.Is()).Say(", SHA-256 ").Join(f.Hash())),
        ]);
        page.Say(Line($"{Number(evidence.Count, "event shows", "events show")} it:"));
        page.Lines([Command(facts.History.Path, evidence.Filter)]);
        if (evidence.Lines.Count > 0)
            page.Lines([.. evidence.Lines.Select(line => Line($"{line.Number} {UtcText.Of(line.Time)} {line.Text}"))]);
        if (evidence.Count > evidence.Lines.Count)
            page.Say(Line($"... and {evidence.Count - evidence.Lines.Count:#,0} events more."));
        foreach (var moved in evidence.Moved)
        {
            page.Say(new Phrase().Say(Line($"Event {moved.Number}, {UtcText.Of(moved.Time)}, {(moved.IsRead ? "read from" : "written to")} ")).Quote(Captured.Text(moved.Name))
                .Say(Line($": {Number(moved.Count, "byte", "bytes")}{(moved.Data.Length < moved.Count ? Line($", the first {moved.Data.Length:#,0} of them here") : "")}, as text and as hexadecimal:")));
            page.Lines([.. moved.Text()]);
            page.Lines([.. moved.Hex()]);
        }
    }

    /// <summary>What a finding means, without the sentences about keys: on paper there are none.</summary>
    static string WithoutKeys(string tip) => string.Join(". ", tip.TrimEnd('.').Split(". ").Where(sentence => !sentence.StartsWith("Enter ", StringComparison.Ordinal))) + ".";

    /// <summary>What prints the events of a filter.</summary>
    static string Command(string file, string filter) => $"sysdig -r {ShellWord.Quote(SafeText.Clean(file.StartsWith('-') ? "./" + file : file))} {ShellWord.Quote(filter)}";

    static void Matrix(Page page, ReportFacts facts)
    {
        var findings = facts.Story.Groups.SelectMany(g => g.Findings).ToList();
        if (findings.Count == 0)
            return;
        page.Head(2, "MITRE ATT&CK");
        page.Table(["Technique", "Finding", "Findings", "Seen"],
        [
            .. findings.GroupBy(f => (f.Rule.Technique, f.Rule.Words)).OrderBy(g => g.Key.Technique, StringComparer.Ordinal).ThenBy(g => g.Key.Words, StringComparer.Ordinal)
                .Select(g => (Phrase[])[g.Key.Technique, g.Key.Words, Line($"{g.Count():#,0}"), Line($"{g.Sum(f => f.Count):#,0}")]),
        ], wide: 1);
    }

    static void IndicatorTable(Page page, ReportFacts facts)
    {
        if (facts.Indicators.Count == 0)
            return;
        page.Head(2, "Indicators");
        page.Say("What stood in the evidence. Not all of it is the intruder's: addresses may be of victims, paths and programs those of the system; a path is marked where it was made in a session told here.");
        page.Table(["Kind", "Value", "Made", "First seen (UTC)", "ATT&CK"],
        [
            .. facts.Indicators.Select(i => (Phrase[])
            [
                i.KindName, Phrase.Of(i.Value), i.IsMade ? "yes" : "", UtcText.Of(i.First), string.Join(", ", i.Techniques),
            ]),
        ], wide: 1);
    }

    static void Files(Page page, ReportFacts facts)
    {
        var files = facts.Indicators.SelectMany(i => i.Files).ToList();
        if (files.Count == 0)
            return;
        page.Head(2, "Files");
        page.Say("What the files of the evidence held when they were read or written. A SHA-256 is a file's own where every byte of it was seen; else it says of what it is.");
        page.Table(["Path", "Seen", "Bytes", "Is", "SHA-256"], [.. files.Select(f => (Phrase[])[Phrase.Of(f.Path), f.How, Line($"{f.Row.Size:#,0}"), f.Is(), f.Hash()])], wide: 4);
    }

    /// <summary>A finding's line: our words, then what was captured.</summary>
    static Phrase What(StoryFinding finding)
    {
        var words = finding.Rule.Words;
        var text = Captured.Text(finding.Text, int.MaxValue);
        return text.StartsWith(words, StringComparison.Ordinal) && text.Length > words.Length ? new Phrase().Say(words).Say(" ").Quote(text[words.Length..].TrimStart(':', ' ', ',')) : Phrase.Of(text);
    }

    static string Number(long count, string one, string many) => Line($"{count:#,0} {(count == 1 ? one : many)}");

    static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
