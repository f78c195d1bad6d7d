using CSysdig.Capture;
using CSysdig.Model.Reports;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>Writes the story with its evidence as a report, while the screen goes on.</summary>
static class ReportCommand
{
    public static PromptError? Run(IScreenHost host, Screen screen, string file) => Start(host, file, over: false);

    public static PromptError? RunOver(IScreenHost host, Screen screen, string file) => Start(host, file, over: true);

    static PromptError? Start(IScreenHost host, string file, bool over)
    {
        file = UserPath.Of(file);
        if (!ReportFile.IsReport(file))
            return new PromptError($"expected {ReportFile.Kinds}", -1);
        if (SaveCommand.Refuse(file, over, "report!") is { } error)
            return error;
        if (host.History.IsLive)
            return new PromptError("a report is made of a capture; :record or :pin writes one", -1);
        if (!host.History.IsComplete)
            return new PromptError("the capture is still being read; report when it is complete", -1);
        host.Say($"writing {file} …");
        Task.Run(() => Write(host, file, over));
        return null;
    }

    static void Write(IScreenHost host, string file, bool over)
    {
        try
        {
            var facts = ReportFacts.Of(host.History, host.Story, host.Notes.All);
            ReportFile.Write(file, over, facts);
            host.Tell($"{facts.Count:#,0} {(facts.Count == 1 ? "finding" : "findings")} written to {file}", alarm: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            host.Tell($"{file} can't be written: {FileProblem.Of(e)}", alarm: true);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }
}
