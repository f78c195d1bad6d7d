using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Cli;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Tests.TestKit;

/// <summary>What a chisel prints of a sample.</summary>
static class ChiselText
{
    /// <param name="arguments">With bars between.</param>
    public static string Of(string name, string filter = "", string arguments = "",
        bool containers = false, bool json = false, bool terminal = false, bool colours = false)
    {
        var file = Repository.Sample("honeypot.scap.gz");
        using var stream = EventStream.Open(file);
        stream.Current.Style = new TextStyle { BufferLimit = 0, Terminal = terminal };
        string[] words = arguments.Length > 0 ? arguments.Split('|') : [];
        var chisel = ChiselCatalog.Find(name).Create(
            new ChiselSetup(words, containers, json, terminal) { Colours = colours, File = file, Filter = filter });
        if (filter.Length > 0)
            stream.Filter = Filter.Parse(filter, stream.State).Test;
        return Run(stream, chisel);
    }

    static string Run(EventStream stream, IChisel chisel)
    {
        chisel.Begin(stream);
        var text = new Utf8Writer();
        chisel.Head(text);
        var clock = new ChiselClock(chisel);
        while (!chisel.IsDone && stream.Next())
        {
            clock.Advance(stream.Current.Raw.Timestamp, text);
            chisel.Add(stream.Current, text);
        }
        chisel.End(text);
        return text.ToString();
    }
}
