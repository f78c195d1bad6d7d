using System.Globalization;
using CSysdig.Capture.Scap;

namespace CSysdig.Cli;

/// <summary>How much of the file is read, in per cent, on one line of standard error (-P).</summary>
sealed class PercentLine(ScapReader reader)
{
    double _shown;

    public void Show()
    {
        if (reader.BytesTotal <= 0)
            return;
        var percent = 100.0 * reader.BytesRead / reader.BytesTotal;
        if (percent - _shown <= 0.1)
            return;
        _shown = percent;
        StandardStreams.Error.Rewrite(percent.ToString("F2", CultureInfo.InvariantCulture));
    }
}
