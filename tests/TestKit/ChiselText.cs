using CSysdig.Chisels;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Text;

namespace CSysdig.Tests.TestKit;

/// <summary>What a chisel prints of a capture.</summary>
static class ChiselText
{
    public static string Of(string name, string capture = "honeypot.scap.gz", string filter = "", string arguments = "",
        bool containers = false, bool json = false, bool terminal = false)
    {
        using var stream = EventStream.Open(Repository.Sample(capture));
        return Of(stream, name, filter, arguments, containers, json, terminal);
    }

    public static string Of(EventStream stream, string name, string filter = "", string arguments = "",
        bool containers = false, bool json = false, bool terminal = false)
    {
        string[] words = arguments.Length > 0 ? arguments.Split('|') : [];
        var chisel = ChiselCatalog.Find(name).Create(new ChiselSetup(words, containers, json, terminal));
        if (filter.Length > 0)
            stream.Filter = Filter.Parse(filter, stream.State).Test;
        chisel.Begin(stream);
        var text = new Utf8Writer();
        chisel.Head(text);
        while (!chisel.IsDone && stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);
        return text.ToString();
    }
}
