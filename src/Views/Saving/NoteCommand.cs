using CSysdig.Model.Notes;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>Keeps a note on the selected row, or takes it away.</summary>
static class NoteCommand
{
    public static PromptError? Run(IScreenHost host, Screen screen, string text)
    {
        var row = screen.MeantRow;
        if (screen.Count == 0 || screen.NoteKeyOf(row) is not { } key)
            return new PromptError("a note is kept on a row: a process, a file, a connection, an event, a finding, a session", -1);
        // Of a process it is known by another moment of its life.
        key = screen.NoteOf(row)?.On ?? key;
        var had = host.Notes.Find(key) is not null;
        try
        {
            var problem = host.Notes.Put(key, text);
            var done = text.Trim().Length > 0 ? "noted" : had ? "the note is gone" : "there is no note on this row";
            host.Say(problem is not null ? $"{done}, for this run alone: {problem}" : host.Notes.HasFile || text.Length == 0 ? done : $"{done}; it is written beside the capture that is saved of it", alarm: problem is not null);
            return null;
        }
        catch (NotesException e)
        {
            return new PromptError(e.Message, -1);
        }
    }
}
