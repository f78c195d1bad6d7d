using CSysdig.Model.Extracting;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>Writes the files and conversations of what is selected in the story, or elsewhere of the selection, to a folder, while the screen goes on.</summary>
static class ExtractCommand
{
    /// <param name="folder">A new or an empty one; empty for one that is free.</param>
    public static PromptError? Run(IScreenHost host, Screen screen, string folder)
    {
        folder = folder.Length == 0 ? UserPath.Free(host.Folder, "extract") : UserPath.Of(folder);
        if (host.History.IsLive)
            return new PromptError("files are extracted from a capture; :record or :pin writes one", -1);
        if (!host.History.IsComplete)
            return new PromptError("the capture is still being read; extract when it is complete", -1);
        var about = screen as IAboutFinding;
        if (about is { Findings.Count: 0 })
            return new PromptError("nothing was found that looks like an attack; :extract on another screen writes its selection", -1);
        Extraction extraction;
        try
        {
            extraction = new Extraction(folder);
        }
        catch (IOException e)
        {
            return new PromptError(e.Message, -1);
        }
        host.Say($"writing to {folder} …");
        var findings = about?.Findings;
        var share = ShareDone.Teller(host, $"writing to {folder}");
        Task.Run(() => Write(host, extraction, () =>
        {
            if (findings is null)
            {
                HistoryTraffic.Feed(host.History, screen.Selection!.Filter, extraction, share);
                return;
            }
            var choice = new TrafficChoice();
            foreach (var (group, finding) in findings)
                choice.Add(host.History, group, finding);
            HistoryTraffic.Feed(host.History, choice, extraction, share);
        }));
        return null;
    }

    static void Write(IScreenHost host, Extraction extraction, Action feed)
    {
        try
        {
            using (extraction)
            {
                feed();
                extraction.Finish();
            }
            host.Tell(Said(extraction), alarm: extraction.LeftOut > 0);
        }
        catch (Exception e) when (Extraction.IsOfDisk(e))
        {
            host.Tell(extraction.Stop(e), alarm: true);
        }
        catch (FilterException e)
        {
            host.Tell(e.Message, alarm: true);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    static string Said(Extraction extraction)
    {
        var written = extraction.Rows.Where(row => row.Place.Length > 0).ToList();
        var talk = written.Count(row => row.IsTerminal || row.Kind is ArtifactKind.Sent or ArtifactKind.Received);
        var whole = written.Count(row => row.IsComplete && !row.IsTerminal && row.Kind is not (ArtifactKind.Sent or ArtifactKind.Received));
        string[] what = [.. talk < written.Count ? [$"{Number(written.Count - talk, "file")} ({whole:#,0} whole)"] : Array.Empty<string>(), .. talk > 0 ? [$"{Number(talk, "side")} of conversations"] : Array.Empty<string>()];
        var left = extraction.LeftOut > 0 ? $"; {extraction.LeftOut:#,0} more without room" : "";
        return written.Count == 0 ? $"no bytes of its files and connections were captured; {extraction.Folder} has {Manifest.Name} alone"
            : $"{string.Join(" and ", what)} written to {extraction.Folder}{left}; {Manifest.Name} lists them";
    }

    static string Number(int count, string what) => $"{count:#,0} {what}{(count == 1 ? "" : "s")}";
}
