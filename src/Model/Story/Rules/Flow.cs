using CSysdig.Model.Calls;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>The datagrams of one socket.</summary>
sealed class Flow
{
    const ulong Second = 1_000_000_000;

    ulong _second;
    int _inSecond;
    long _read;

    public Finding? Finding { get; set; }
    public ulong Began { get; private set; }
    public long Sent { get; private set; }
    public long SentBytes { get; private set; }

    /// <summary>Counts a call; true when it was sent as part of a flood.</summary>
    public bool Take(in IoCall call, ulong time)
    {
        if (call.IsRead)
        {
            _read++;
            return false;
        }
        if (Sent++ == 0)
            Began = time;
        SentBytes += call.Count;
        if (time - _second >= Second)
            (_second, _inSecond) = (time, 0);
        _inSecond++;
        return Finding is not null || _inSecond >= FindingBounds.FloodDatagrams && SentBytes >= FindingBounds.FloodBytes && _read < Sent / FindingBounds.FloodAnswers;
    }
}
