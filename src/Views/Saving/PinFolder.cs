using System.Globalization;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Views.Saving;

/// <summary>A folder into which the stretch around each new finding goes without anybody asking for it.</summary>
/// <param name="pins">Ends what is begun here.</param>
sealed class PinFolder(string folder, CaptureHistory history, PinnedStretches pins, Action<string, bool> tell)
{
    /// <summary>A machine that is out of room has other sorrows.</summary>
    const long LeastFree = 1L << 30;
    public const string Ending = ".scap.zst";

    readonly HashSet<(FindingKind Kind, long Number)> _known = [];
    StoryReport _report = StoryReport.Empty;
    PinnedStretch? _newest;
    bool _isOut;

    /// <summary>How the capture of a finding is called where nobody says: the machine and when it was, in UTC.</summary>
    public static string NameOf(CaptureHistory history, StoryFinding finding)
    {
        var host = string.Concat(history.State.Machine.HostName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.').Take(64)).TrimStart('.');
        var time = DateTime.UnixEpoch.AddTicks((long)(finding.First / 100));
        return $"{(host.Length > 0 ? host : "machine")}-{time.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Takes what the story has found since the last time.</summary>
    public void Take(StoryReport report)
    {
        if (ReferenceEquals(report, _report))
            return;
        _report = report;
        foreach (var finding in report.Groups.SelectMany(group => group.Findings).OrderBy(finding => finding.First))
            if (_known.Add((finding.Rule.Kind, finding.Number)) && _newest?.TryTake(finding.First) is not true)
                Begin(finding);
    }

    void Begin(StoryFinding finding)
    {
        try
        {
            if (new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace < LeastFree)
            {
                if (!_isOut)
                    tell($"{folder} gets no more captures: less than 1 GiB is free there", true);
                _isOut = true;
                return;
            }
            // There may be two in one second, or of a run before.
            pins.Add(_newest = PinnedStretch.Start(history, finding.First, UserPath.Free(folder, NameOf(history, finding), Ending)));
            _isOut = false;
        }
        catch (Exception e) when (e is CaptureException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            tell($"{folder} can't be written to: {Capture.FileProblem.Of(e)}", true);
        }
    }
}
