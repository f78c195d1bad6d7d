using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Cli;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>Runs a chisel as on a machine that is watched: what it tells, by the event with which it tells it.</summary>
static class LiveStory
{
    /// <summary>What stands for the end in place of an event's number.</summary>
    public const long End = -1;

    public static List<(long Number, string Text)> Of(ScapBuilder capture, string name, bool json = false, params string[] arguments)
    {
        using var stream = EventStream.Open(capture.ToStream());
        var chisel = ChiselCatalog.Find(name).Create(new ChiselSetup(arguments, Containers: false, json, Terminal: false) { Width = 100 });
        var clock = new ChiselClock(chisel);
        var told = new List<(long, string)>();
        var text = new Utf8Writer();
        chisel.Begin(stream);
        chisel.Head(text);
        Take(0);
        while (stream.Next())
        {
            clock.Advance(stream.Current.Raw.Timestamp, text);
            chisel.Add(stream.Current, text);
            Take(stream.Current.Number);
        }
        chisel.End(text);
        Take(End);
        return told;

        void Take(long number)
        {
            if (text.Length > 0)
                told.Add((number, text.ToString()));
            text.Clear();
        }
    }
}
