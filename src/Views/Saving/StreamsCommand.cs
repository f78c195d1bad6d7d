using CSysdig.Capture;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Streams;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>Writes the streams of a selection to a folder, while the screen goes on.</summary>
static class StreamsCommand
{
    /// <summary>Asks for the folder; one that is free is offered.</summary>
    public static Prompt Ask(IScreenHost host, Selection selection) => new("Save the bytes into the folder:", UserPath.Free(host.Folder, "streams"))
    {
        Hint = () => "Enter writes a file for each direction of each fd   Esc leaves",
        Accepted = text => Run(host, selection, text),
    };

    public static PromptError? Run(IScreenHost host, Selection selection, string folder)
    {
        folder = UserPath.Of(folder);
        if (folder.Length == 0)
            return new PromptError("expected the name of a new folder", -1);
        if (!host.History.IsComplete)
            return new PromptError("the capture is still being read; save when it is complete", -1);
        StreamFiles files;
        try
        {
            files = new StreamFiles(folder);
        }
        catch (IOException e)
        {
            return new PromptError(e.Message, -1);
        }
        host.Say($"writing to {folder} …");
        Task.Run(() => Write(host, selection.Filter, folder, files));
        return null;
    }

    static void Write(IScreenHost host, string filter, string folder, StreamFiles files)
    {
        try
        {
            using (files)
            {
                var written = files.Write(host.History, filter);
                var missing = written.Missing > 0 ? $", {written.Missing:#,0} bytes were not captured" : "";
                var leftOut = written.LeftOut > 0 ? $"; {written.LeftOut:#,0} reads and writes of further streams are left out" : "";
                host.Tell($"{written.Files:#,0} {(written.Files == 1 ? "file" : "files")} with {written.Bytes:#,0} bytes written to {folder}{missing}{leftOut}", alarm: written.LeftOut > 0);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FilterException)
        {
            host.Tell($"{folder}: {FileProblem.Of(e)}", alarm: true);
        }
    }
}
