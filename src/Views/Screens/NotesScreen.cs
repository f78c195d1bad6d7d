using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Notes;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>All notes, and the way from each to what it is about.</summary>
sealed class NotesScreen(IScreenHost host) : PickerScreen(host)
{
    const int MostName = 44;

    public override string Title => "Notes";
    public override int Count => All.Count;
    public override string EmptyText => "There are no notes. :note TEXT keeps one on the selected row.";
    public override string Facts => $"{Count:#,0} {(Count == 1 ? "note" : "notes")}";
    protected override string Heading => "Note on";

    IReadOnlyList<Note> All => Host.Notes.All;

    public override string RowText(int row) => $"{NameOf(All[row].On)} {SafeText.Clean(All[row].Text)}";

    public override NoteKey? NoteKeyOf(int row) => All[row].On;

    /// <summary>Each row is one: no sign is needed, and no line below.</summary>
    public override Note? NoteOf(int row) => null;

    public override void Shown() => DescribeAgain();

    protected override (string Name, string Mark) Entry(int index) => (ShortText.Middle(NameOf(All[index].On), MostName), "");

    protected override void Describe(int index)
    {
        var note = All[index];
        Say(SafeText.Clean(note.Text), Style.Bold);
        Say("");
        Say(NameOf(note.On), Style.Dim);
        Say("");
        Say($"{Keys.Of(Act.Open)} goes there. :note TEXT says something else of it, :note alone takes the note away.", Style.Dim);
    }

    protected override void Choose(int index)
    {
        try
        {
            Open(All[index].On);
        }
        catch (FieldException e)
        {
            // Whoever handed over the file may have written it.
            Host.Say($"There is no way to {NameOf(All[index].On)}: {e.Message}");
        }
    }

    static string NameOf(NoteKey key)
    {
        var value = SafeText.Clean(key.Value);
        return key.Field switch
        {
            NoteKey.Process => $"process {value}",
            NoteKey.Thread => $"thread {value}",
            NoteKey.Event => $"event {Clock.TimeOfDay(key.Time)} of {value}",
            NoteKey.Finding => $"finding {Clock.Local(key.Time):HH:mm:ss} {value}",
            NoteKey.Session => $"session {Clock.Local(key.Time):HH:mm:ss} of {value}",
            "fd.name" => $"{(IsConnection(value) ? "connection" : "file")} {value}",
            _ => $"{SafeText.Clean(key.Field)} {value}",
        };
    }

    static bool IsConnection(string name) => name.Contains("->", StringComparison.Ordinal);

    void Open(NoteKey key)
    {
        switch (key.Field)
        {
            case NoteKey.Event:
                var dig = new DigScreen(Host, new Selection());
                Host.Open(dig);
                dig.GoTo(key.Time == 0 ? 0 : Host.History.RowAfter(key.Time - 1));
                break;
            case NoteKey.Finding:
                Host.Open(new StoryScreen(Host, finding => finding.First == key.Time && finding.Rule.Words == key.Value));
                break;
            case NoteKey.Session:
                Host.Open(Host.Story.Sessions.Rows.FirstOrDefault(row => row.Start == key.Time && row.Leader.ToString(System.Globalization.CultureInfo.InvariantCulture) == key.Value) is { } session
                    ? new TranscriptScreen(Host, session) : new SessionsScreen(Host));
                break;
            default:
                var table = (TableScreen)Ways.Open(Host, ViewOf(key), new Selection { Range = RangeOf(key) });
                Host.Open(table);
                table.Seek(key.Value);
                break;
        }
    }

    /// <summary>The view whose rows such are; else the values of the field.</summary>
    static ViewDefinition ViewOf(NoteKey key) => ViewCatalog.Find(key.Field switch
    {
        NoteKey.Process => "procs",
        NoteKey.Thread => "threads",
        "fd.name" => IsConnection(key.Value) ? "connections" : "files",
        "fd.directory" => "directories",
        _ => "",
    }) ?? ViewCatalog.OnScreen(containers: false).FirstOrDefault(view => view.Kind == ViewKind.Table && view.RowKey?.Field == key.Field) ?? GroupedView.By(key.Field);

    /// <summary>Of an id that somebody else had later, the time before that.</summary>
    TimeRange? RangeOf(NoteKey key)
    {
        if (!key.IsId || !long.TryParse(key.Value, out var id) || Host.History is not { Count: > 0 } history)
            return null;
        RowNotes.Last(history, id, RowNotes.NumberAt(history, key.Time), out _, out var until);
        return until > history.NumberAt(history.End - 1) || Host.History.State.Threads.Find(id, history.NumberAt(history.End - 1)) is null ? null
            : new TimeRange(history.FirstTimestamp, history.TimestampAt(Math.Max(history.First, Model.Story.TerminalReader.RowOf(history, until) - 1)));
    }
}
