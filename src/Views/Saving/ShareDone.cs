using CSysdig.Views.Hosting;

namespace CSysdig.Views.Saving;

/// <summary>How much of what goes on beside the screen is done, on the last line.</summary>
static class ShareDone
{
    const long EveryMs = 1000;

    /// <summary>Takes the share from 0 to 1 as often as one likes, and tells it once a second.</summary>
    public static Action<double> Teller(IScreenHost host, string what)
    {
        var told = Environment.TickCount64;
        return share =>
        {
            if (Environment.TickCount64 - told < EveryMs)
                return;
            told = Environment.TickCount64;
            host.Tell($"{what} … {share * 100:0} %", alarm: false);
        };
    }
}
