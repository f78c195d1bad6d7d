using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>Runs a chisel over a capture and gives what it prints.</summary>
static class StoryRun
{
    public static string OnHoneypot(string name, bool json = false, int width = 100, params string[] arguments)
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        return Run(stream, name, json, width, arguments);
    }

    public static string On(ScapBuilder capture, string name, bool json = false, int width = 100, params string[] arguments)
    {
        using var stream = EventStream.Open(capture.ToStream());
        return Run(stream, name, json, width, arguments);
    }

    public static string Run(EventStream stream, string name, bool json, int width, string[] arguments)
    {
        var chisel = ChiselCatalog.Find(name).Create(new ChiselSetup(arguments, Containers: false, json, Terminal: false) { Width = width, File = "a capture" });
        chisel.Begin(stream);
        var text = new Utf8Writer();
        while (stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);
        return text.ToString();
    }
}
