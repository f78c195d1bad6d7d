using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Findings;

/// <summary>
/// What somebody does to this machine who should not be there, told when it is done. A finding that goes on is told once more, with its
/// last numbers, when its session has ended or nothing of it has been seen for long, or at the end.
/// </summary>
sealed class LiveStoryChisel(ChiselSetup setup) : IChisel
{
    readonly StoryWatch _watch = new(live: true, rules: setup.Rules);
    EventStream _stream = null!;
    /// <summary>What the last line was of.</summary>
    FindingGroup? _group;
    readonly Utf8Writer _date = new(), _dateBefore = new();

    public ChiselInterval Interval => ChiselInterval.Seconds(1);

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _watch.Begin(stream.State);
    }

    public void Head(Utf8Writer to)
    {
        if (!setup.Json)
            FindingText.WriteHead(to, isLive: true);
    }

    public void Add(Event e, Utf8Writer to)
    {
        _watch.Add(e, e.Timestamp);
        if (_watch.HasNews)
            Tell(to, _watch.TakeNews());
    }

    public void Tick(ulong time, ulong passed, Utf8Writer to) => Tell(to, _watch.Settle(_stream.State, time));

    public void End(Utf8Writer to)
    {
        Tell(to, _watch.TakeRest());
        if (setup.Json)
            return;
        to.Write(_watch.Told switch
        {
            0 => "no finding: nothing here looked like an attack\n",
            1 => "1 finding\n",
            var count => $"{count} findings\n",
        });
        if (_watch.LeftOut > 0)
            to.Write($"{_watch.LeftOut} more things to follow or to tell are left out: there was no room for them\n");
    }

    void Tell(Utf8Writer to, List<StoryGroup> groups)
    {
        foreach (var group in groups)
            if (setup.Json)
                FindingJson.Write(to, group);
            else
                Tell(to, group);
    }

    void Tell(Utf8Writer to, StoryGroup group)
    {
        var time = group.Findings.Count > 0 ? group.Findings[^1].First : group.End;
        _date.Clear();
        TimeText.WriteDate(_date, time);
        if (group.Group != _group || group.End != 0 || !_date.Written.SequenceEqual(_dateBefore.Written))
            WriteHeader(to, group);
        _group = group.Group;
        _dateBefore.Clear();
        _dateBefore.Write(_date.Written);
        foreach (var finding in group.Findings)
            FindingText.WriteFinding(to, finding, isLive: true);
    }

    void WriteHeader(Utf8Writer to, StoryGroup group)
    {
        var start = to.Length;
        to.Write("=== "u8);
        to.Write(_date.Written);
        FindingText.WriteWho(to, group);
        if (group.End != 0)
        {
            to.Write(", ended at "u8);
            TimeText.WriteClock(to, group.End, nanoseconds: false);
            if (!group.IsOlder && group.End > group.Start)
            {
                to.Write(" after "u8);
                ReportText.WriteSpan(to, group.End - group.Start);
            }
        }
        to.Write(' ');
        to.Fill((byte)'=', Math.Min(setup.Width, 100) - ReportText.Columns(to, start));
        to.Write('\n');
    }
}
