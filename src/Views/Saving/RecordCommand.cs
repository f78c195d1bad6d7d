using CSysdig.Capture.Scap;
using CSysdig.Model.Slices;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>Writes what is held of this machine's events to a capture, and on while more come, until the command is given again.</summary>
static class RecordCommand
{
    public static PromptError? Run(IScreenHost host, Screen screen, string file) => Record(host, file, over: false);

    public static PromptError? RunOver(IScreenHost host, Screen screen, string file) => Record(host, file, over: true);

    static PromptError? Record(IScreenHost host, string file, bool over)
    {
        file = UserPath.Of(file);
        if (!host.History.IsLive)
            return new PromptError("this is a capture already; :save writes a capture of the selection", -1);
        var running = host.Recording is { Completion.IsCompleted: false } recording ? recording : null;
        if (file.Length == 0 && running is not null)
        {
            running.Stop();
            return null;
        }
        if (running is not null)
            return new PromptError($"{running.File} is being written; :record without a name ends it", -1);
        if (!CaptureName.IsOne(file))
            return new PromptError("expected a name ending in .scap, .scap.gz or .scap.zst", -1);
        if (SaveCommand.Refuse(file, over, "record!") is { } error)
            return error;
        return Start(host, file);
    }

    static PromptError? Start(IScreenHost host, string file)
    {
        try
        {
            var started = HistoryRecording.Start(host.History, file);
            host.Recording = started;
            started.Completion.ContinueWith(_ => host.TellEnd(started), TaskScheduler.Default);
            host.Say($"recording to {file}; :record without a name ends it");
            return null;
        }
        catch (CaptureException e)
        {
            return new PromptError(e.Message, -1);
        }
    }
}
