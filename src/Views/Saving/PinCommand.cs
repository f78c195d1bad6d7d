using CSysdig.Capture.Scap;
using CSysdig.Model.Slices;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>Keeps what came before and after a finding as a capture: the selected one of the story, else the newest.</summary>
static class PinCommand
{
    public static PromptError? Run(IScreenHost host, Screen screen, string file)
    {
        if ((screen is IAboutFinding about ? about.Finding : host.Story.Report.Newest) is not { } finding)
            return new PromptError("nothing was found that looks like an attack; :save writes a capture of what is shown", -1);
        file = file.Length == 0 ? Path.Combine(host.Folder, PinFolder.NameOf(host.History, finding) + PinFolder.Ending) : UserPath.Of(file);
        if (!CaptureName.IsOne(file))
            return new PromptError("expected a name ending in .scap, .scap.gz or .scap.zst, or none", -1);
        if (SaveCommand.Refuse(file, over: false, "another name") is { } error)
            return error;
        try
        {
            host.Pins.Add(PinnedStretch.Start(host.History, finding.First, file));
            host.Say($"{file} gets the minute before and the minute after it");
            return null;
        }
        catch (CaptureException e)
        {
            return new PromptError(e.Message, -1);
        }
    }
}
